"""Counting, rules, clocks and their words. Standard library only: no database, no clock, no settings."""
