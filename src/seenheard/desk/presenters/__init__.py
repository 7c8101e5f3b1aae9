"""What each page of the desk says, worded before the template: frozen, with no query left to make."""
