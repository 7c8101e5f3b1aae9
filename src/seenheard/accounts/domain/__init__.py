"""Who acts, in words only: roles, abilities, and the system itself."""

from seenheard.accounts.domain.actors import SYSTEM, System

__all__ = ["SYSTEM", "System"]
