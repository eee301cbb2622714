"""Volunteers' tasks: who does what, when; nobody's place is given twice, no shift is forgotten."""
