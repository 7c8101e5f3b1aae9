"""Frozen pages: all wording and queries done before the template."""
