"""What the other rooms may ask: the rules, the register, the calendar, an authority's own standards. Loaded once."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from seenheard.timescales.domain import loading, local, reference
from seenheard.timescales.domain.calendar import Calendar
from seenheard.timescales.domain.rule import NotModelled, Rules
from seenheard.timescales.domain.terms import Terms
from seenheard.timescales.domain.words import short_date

EXAMPLE_AUTHORITY = "fenmarsh"
_HERE = files("seenheard.timescales")


@cache
def rules() -> Rules:
    """Every modelled rule by id, frozen. Raises loading.BadRule if one file is not whole."""
    found = [loading.rule(_toml(path), path.name) for path in _folder("rules") if path.name != "register.toml"]
    return Rules(sorted(found, key=lambda rule: rule.id))


@cache
def not_modelled() -> tuple[NotModelled, ...]:
    """The rules of the register that we do not compute, each with what is missing."""
    return loading.not_modelled(_toml(_HERE / "rules" / "register.toml"))


@cache
def calendar() -> Calendar:
    """The bank holiday calendar of England."""
    table = _toml(_HERE / "data" / "bank_holidays.toml")
    return Calendar(
        first_on=table["first_on"],
        last_on=table["last_on"],
        holidays={date.fromisoformat(day): name for day, name in table["holidays"].items()},
    )


@cache
def calendar_source() -> str:
    """Where the bank holidays come from, and when they were taken."""
    table = _toml(_HERE / "data" / "bank_holidays.toml")
    return f"{table['source']}, taken on {short_date(table['taken_on'])}"


@cache
def school_terms() -> Mapping[str, Terms]:
    """The school terms of each authority that has given them, by the name of its local layer."""
    found = _toml(_HERE / "data" / "school_terms.toml")
    return {name: loading.school_terms(name, values) for name, values in found.items()}


@cache
def example_calendar() -> Calendar:
    """The calendar that the examples of the rules are worked out with: it knows the invented authority's terms."""
    return calendar().with_terms(school_terms()[EXAMPLE_AUTHORITY])


@cache
def local_layer(name: str) -> local.LocalLayer:
    """An authority's own standards. Raises KeyError if there are none of that name, LocalLoosens if one loosens."""
    for path in _folder("local"):
        if path.name == f"{name}.toml":
            return local.local_layer(_toml(path), rules(), calendar(), school_terms().get(name))
    raise KeyError(name)


@cache
def local_layers() -> tuple[local.LocalLayer, ...]:
    """Every local layer that is shipped."""
    return tuple(local_layer(path.name.removesuffix(".toml")) for path in _folder("local"))


def rules_with_local(name: str) -> Rules:
    """The rules with one authority's own standards beside them."""
    return rules().with_local(local_layer(name))


def reference_pages() -> Mapping[str, str]:
    """The generated pages of `docs/reference`, by path: the rules and the event kinds."""
    return reference.pages(rules(), not_modelled(), example_calendar(), calendar_source())


def _folder(name: str) -> list[Any]:
    return sorted((p for p in (_HERE / name).iterdir() if p.name.endswith(".toml")), key=lambda p: p.name)


def _toml(path: Any) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise loading.BadRule(f"{path.name}: {error}") from error
