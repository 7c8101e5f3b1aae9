"""Tiny tools without a word of the domain in them, one noun a file."""
