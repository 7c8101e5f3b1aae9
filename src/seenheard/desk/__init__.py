"""What each person sees first; composes, and owns no facts."""
