"""The one actor that is not a person."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class System:
    """Stands where a person stands when a job or a command acts by itself."""

    public_id: str = "system"
    name: str = "Seen & Heard"
    role: str = "system"
    worker_refs: tuple[str, ...] = ()
    team_refs: tuple[str, ...] = ()


SYSTEM = System()
