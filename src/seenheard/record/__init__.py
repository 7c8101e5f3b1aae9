"""Children, people, spells and events as known: what happened, and how we know."""
