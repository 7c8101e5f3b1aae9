"""What is done with figures: publishing them, and withdrawing what was wrong."""

from .publishing import publish, withdraw

__all__ = ["publish", "withdraw"]
