"""What a table holds, for how long, and which of its fields are sensitive: said beside the model itself.

A convention test fails while any concrete field of ours is neither `sensitive` nor `plain`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Held:
    """One table's declaration. `sensitive` fields could identify or hurt a person if they leaked."""

    purpose: str
    retention: str
    sensitive: frozenset[str]
    plain: frozenset[str]

    @property
    def declared(self) -> frozenset[str]:
        return self.sensitive | self.plain


def holds(
    *, purpose: str, retention: str, sensitive: Iterable[str] = (), plain: Iterable[str] = ()
) -> Callable[[type[M]], type[M]]:
    """Class decorator: set `Model.held`. Fields of an abstract parent are declared once, on the parent."""

    def declare(model: type[M]) -> type[M]:
        parents = [vars(parent)["held"] for parent in model.__mro__[1:] if "held" in vars(parent)]
        model.held = Held(  # type: ignore[attr-defined]
            purpose=purpose,
            retention=retention,
            sensitive=frozenset(sensitive).union(*(p.sensitive for p in parents)),
            plain=frozenset(plain).union(*(p.plain for p in parents)),
        )
        return model

    return declare


def faults(model: Any) -> list[str]:
    """Sentences saying what is wrong with a model's declaration; empty when it is complete."""
    held = getattr(model, "held", None)
    if held is None:
        return [f"{model.__name__} is not declared with @holds"]
    fields = {field.name for field in model._meta.get_fields() if field.concrete}
    return [
        *(f"{model.__name__}.{name} is neither sensitive nor plain" for name in sorted(fields - held.declared)),
        *(f"{model.__name__}.{name} is declared but is no field" for name in sorted(held.declared - fields)),
        *(f"{model.__name__}.{name} is both" for name in sorted(held.sensitive & held.plain)),
        *(f"{model.__name__} says no {word}" for word in ("purpose", "retention") if not getattr(held, word).strip()),
    ]
