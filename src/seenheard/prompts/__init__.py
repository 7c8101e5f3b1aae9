"""One list of what needs doing: why, who, by when, seen, acted on, and what came of it."""
