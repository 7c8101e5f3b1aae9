"""The jobs that run behind the pages. Each is safe to run twice, and takes ids only."""
