"""Pages of the room prompts."""
