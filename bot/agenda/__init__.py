"""The programme of the summit: its model, its rules, its use cases, its tables."""
