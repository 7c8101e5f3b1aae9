"""Who did what, when, about whom: append-only, sealed in a chain, ids as text and no foreign keys."""
