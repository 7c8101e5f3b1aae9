"""Measures and what they count, in plain Python."""
