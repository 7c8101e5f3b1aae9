"""Pure parts of prompting: what causes a prompt, whose it is, what has happened to it."""
