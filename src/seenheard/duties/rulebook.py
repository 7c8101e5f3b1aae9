"""The rules by which clocks are reckoned: the law's, with the authority's own standards beside them."""

from functools import cache

from django.conf import settings

from seenheard.timescales import queries
from seenheard.timescales.domain.rule import Rules


def rules() -> Rules:
    """Every rule, with the local layer that the setting LOCAL_STANDARDS names, if it names one."""
    return _with(settings.LOCAL_STANDARDS)


@cache
def _with(layer: str) -> Rules:
    return queries.rules().with_local(queries.local_layer(layer)) if layer else queries.rules()


def told_at_once() -> frozenset[str]:
    """The rules whose duty may not wait for tomorrow's digest: somebody is told, and told again, until one has it."""
    return _at_once(settings.LOCAL_STANDARDS, tuple(settings.PROMPT_AT_ONCE))


@cache
def _at_once(layer: str, named: tuple[str, ...]) -> frozenset[str]:
    marked = (rule.id for rule in _with(layer).values() if getattr(rule, "today", False))
    return frozenset(marked) | frozenset(named)


def of_class(klass: str) -> frozenset[str]:
    """The rules of one class: asked for every child, so worked out once."""
    return _of_class(settings.LOCAL_STANDARDS, klass)


@cache
def _of_class(layer: str, klass: str) -> frozenset[str]:
    return frozenset(rule.id for rule in _with(layer).values() if rule.klass == klass)
