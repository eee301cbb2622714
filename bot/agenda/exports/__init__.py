"""Programmes given out in the formats that other tools read."""
