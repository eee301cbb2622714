"""The commands, one thin module a group; each translates Discord to the domain and back."""
