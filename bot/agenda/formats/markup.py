"""Texts from strangers' files as plain Markdown that Discord shows safely."""
