"""The template environment: what every page may use, and what its shell is told."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

from seenheard.config import navigation
from seenheard.ui import dates, standings, words
from seenheard.ui.parts import Link


def environment(**options: Any) -> Environment:
    """Jinja2 with the GOV.UK macros; addresses, dates and standings are the only things a template may ask for."""
    env = Environment(**options)
    macros = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    env.loader = ChoiceLoader([options["loader"], macros])
    env.globals |= {"url": address, "static": static, "look": standings.look, "plural": words.count}
    env.globals["state_tag"] = state_tags(env)
    env.filters |= {"long": dates.long, "short": dates.short, "moment": dates.moment}
    return env


def state_tags(env: Environment) -> Callable[[str], str]:
    """The tag of each standing, drawn once: a list of fifty duties has a few standings and their shapes fifty times."""

    @cache
    def state_tag(standing: str) -> str:
        return env.get_template("ui/components/words.html").module.state_tag(standing)

    return state_tag


def address(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page: url("desk:child", child.public_id)."""
    return reverse(name, args=args, kwargs=kwargs)


@dataclass(frozen=True)
class Site:
    """What the page shell says about where one is and who one is."""

    council: str
    person: str
    navigation: tuple[Link, ...]
    footer: tuple[Link, ...]
    sign_out: str
    account: str
    demo: str
    as_at: str


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for every page: the site, and the messages left for the next page shown."""
    return {"site": site(request), "messages": get_messages(request)}


def site(request: HttpRequest) -> Site:
    """The shell's words for this request; a stranger gets no navigation."""
    user = getattr(request, "user", None)
    known = user is not None and user.is_authenticated
    return Site(
        council=settings.COUNCIL_NAME,
        person=f"{user.name}, {user.get_role_display().lower()}" if known else "",
        navigation=navigation.links(user.role, request.path) if known else (),
        footer=navigation.footer(user.role if known else ""),
        sign_out=reverse(navigation.SIGN_OUT) if known else "",
        account=reverse(navigation.ACCOUNT) if known else "",
        demo=dates.long(request.on) if getattr(request, "demo", False) else "",
        as_at=dates.moment(request.at) if hasattr(request, "at") else "",
    )
