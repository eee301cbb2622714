"""Promises to people: rows written in the transaction that causes them, kept by the pump."""
