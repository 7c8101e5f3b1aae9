"""The chain that seals the trail: pure functions on rows already read."""
