"""Sign-in, the person's own factors, people, set-up links and the demo's cast."""
