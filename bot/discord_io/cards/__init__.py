"""Cards in Components V2: pure functions from the domain to what a person sees. Nothing here awaits."""
