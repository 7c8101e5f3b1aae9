"""A parent speaks through the child's worker, who writes down who said it, and how: a parent has no account.

They are a voice of their own, never taken for the carer, also where the child lives with them. What they say stands
beside the other voices; it is not among those that are compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LONGEST_NAME = 100
RELATIONS = ("mother", "father", "adoptive parent", "guardian", "somebody else with parental responsibility")
HOW = ("in person", "by telephone", "by video", "on paper")
NO_NAME = "Write the parent’s name, as you would in the record"
NO_RELATION = "Choose who they are to the child"
NO_HOW = "Choose how they said it"


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who spoke, what they are to the child, and how it reached the worker. `helper`: an interpreter or advocate."""

    name: str
    relation: str
    how: str
    helper: str = ""

    @property
    def said_by(self) -> str:
        """What tells one parent's reply from the other's, in one round."""
        return f"parent {' '.join(self.name.casefold().split())}"

    @property
    def faults(self) -> tuple[str, ...]:
        """What is missing before it can be kept."""
        missing = (
            (not self.name.strip() or len(self.name) > LONGEST_NAME, NO_NAME),
            (self.relation not in RELATIONS, NO_RELATION),
            (self.how not in HOW, NO_HOW),
            (len(self.helper) > LONGEST_NAME, f"The helper’s name has more than {LONGEST_NAME} letters"),
        )
        return tuple(says for is_missing, says in missing if is_missing)

    @property
    def kept(self) -> Mapping[str, object]:
        """As a reply keeps it, but for who wrote it down."""
        helpers = [{"name": self.helper.strip(), "role": "interpreter or advocate"}] if self.helper.strip() else []
        return {"spoken_by": self.name.strip(), "relation": self.relation, "how": self.how, "helpers": helpers}
