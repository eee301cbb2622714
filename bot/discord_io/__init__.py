"""Everything that speaks Discord and is not a command."""
