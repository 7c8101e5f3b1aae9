"""Somebody who works at published figures with all that is published: whole numbers, equations, and every case tried.

Written apart from what protects the tables, and otherwise: no net, no flow. What is hidden is an unknown; each total is
an equation; what can be is narrowed until nothing gives way, and then halved, and halved again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

PLENTY = 5_000  # more than an authority counts of anything


@dataclass
class Attack:
    """Unknowns with the least and the most that each can be, and equations: sums that come to a number."""

    can_be: dict = field(default_factory=dict)
    equations: list[tuple[dict, int]] = field(default_factory=list)

    def hidden(self, name, least: int = 1, most: int = PLENTY):
        """A figure that is not shown."""
        self.can_be.setdefault(name, (least, most))
        return name

    def adds_up(self, parts, total) -> None:
        """`parts` come to `total`; each is a number, or the name of an unknown."""
        terms, known = {}, 0
        for part, sign in [*((part, 1) for part in parts), (total, -1)]:
            if isinstance(part, int):
                known -= sign * part
            else:
                terms[part] = terms.get(part, 0) + sign
        if terms:
            self.equations.append((terms, known))

    def at_most(self, name, other) -> None:
        """One counts among the other: the rest is an unknown of its own, and may be a few children."""
        self.adds_up([name, self.hidden(("rest", name, other, len(self.equations)), least=0)], other)

    def ranges(self) -> dict:
        """Of each unknown, the least and the most that it can be while everything shown stays true."""
        narrowed = _narrowed(self.can_be, self.equations)
        assert narrowed is not None, "What is published contradicts itself."
        return {name: self._range(name, narrowed) for name in narrowed}

    def _range(self, name, narrowed) -> tuple[int, int]:
        """The first that can be, from below and from above, a few steps: an attack needs no more than narrow ranges."""
        equations = self._that_matter(name)
        there = {one: narrowed[one] for terms, _ in equations for one in terms} | {name: narrowed[name]}
        least, most = narrowed[name]
        while not _possible(there | {name: (least, least)}, equations):
            least += 1
        while not _possible(there | {name: (most, most)}, equations):
            most -= 1
        return least, most

    def _that_matter(self, name) -> list:
        """The equations that hang together with an unknown."""
        found, names, left = [], {name}, list(self.equations)
        while near := [one for one in left if names & one[0].keys()]:
            left = [one for one in left if one not in near]
            found += near
            names = names.union(*(terms.keys() for terms, _ in near))
        return found


def _narrowed(can_be: dict, equations: list) -> dict | None:
    """Each unknown by what the others of its equations leave it, until nothing gives way; None if nothing is left."""
    can_be, again = dict(can_be), True
    while again:
        again = False
        for terms, total in equations:
            ends = {name: sorted(sign * end for end in can_be[name]) for name, sign in terms.items()}
            low, high = sum(end[0] for end in ends.values()), sum(end[1] for end in ends.values())
            for name, sign in terms.items():
                least, most = total - (high - ends[name][1]), total - (low - ends[name][0])
                least, most = sorted((sign * least, sign * most)) if abs(sign) == 1 else (-PLENTY, PLENTY)
                kept = max(least, can_be[name][0]), min(most, can_be[name][1])
                if kept[0] > kept[1]:
                    return None
                if kept != can_be[name]:
                    can_be[name], again = kept, True
    return can_be


def _possible(can_be: dict, equations: list) -> bool:
    """Whether the unknowns can be something, all at once."""
    narrowed = _narrowed(can_be, equations)
    if narrowed is None:
        return False
    doubtful = [name for name, (least, most) in narrowed.items() if least < most]
    if not doubtful:
        return True
    name = min(doubtful, key=lambda one: narrowed[one][1] - narrowed[one][0])
    least, most = narrowed[name]
    middle = (least + most) // 2
    return any(_possible(narrowed | {name: half}, equations) for half in ((least, middle), (middle + 1, most)))
