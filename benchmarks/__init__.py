"""Measurements side by side, on real programmes: `python -m benchmarks` runs all, `python -m benchmarks search` one."""
