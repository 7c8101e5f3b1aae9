"""What the figures say: each measure defined once, counted as it was known then, and put side by side in reports."""
