"""Plain rules of the voices: what an answer is, and what it means that two of them differ."""
