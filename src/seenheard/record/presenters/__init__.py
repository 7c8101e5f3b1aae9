"""The pages about who may see a child, worded beforehand. None shows what a file holds."""
