"""Seen & Heard: the accounts of a child's life side by side, and what is owed to the child beside them."""
