"""National files in: read, recognise, check, match, propose; a person agrees; apply; undo."""
