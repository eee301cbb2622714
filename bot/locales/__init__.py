"""Project Fluent catalogues: every sentence a person reads."""
