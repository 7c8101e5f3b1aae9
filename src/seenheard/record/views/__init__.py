"""Who may see a child: closed files, restrictions, conflicts, records opened for a time, and the guardian's review."""
