"""The pages of sign-in and people, worded beforehand."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.socialaccount.adapter import get_adapter as social_adapter
from django.conf import settings
from django.urls import reverse

from seenheard.accounts.domain import rights as domain
from seenheard.accounts.factors import CAST, COUNCIL
from seenheard.accounts.models import Asked, AskedRight, Cover
from seenheard.accounts.presenters import rights
from seenheard.ui import dates
from seenheard.ui.forms import Shown, shown_field
from seenheard.ui.parts import Cell, Link, Row


@dataclass(frozen=True)
class ShownForm:
    """Any Django form (allauth's too), ready to draw."""

    shown: tuple[Shown, ...]
    problems: tuple[tuple[str, str], ...]
    has_files: bool = False


class Headed:
    """A page whose heading is its title."""

    title: str

    @property
    def heading(self) -> str:
        return self.title


@dataclass(frozen=True)
class FormPage(Headed):
    """A page that is one form."""

    title: str
    form: ShownForm
    button: str
    lead: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    back: Link | None = None
    caption: str = ""
    as_at: str = ""
    warning: bool = False


@dataclass(frozen=True)
class SignIn(FormPage):
    """The sign-in page, with the other ways in."""

    council_url: str = ""
    council_name: str = ""
    cast_url: str = ""


@dataclass(frozen=True)
class AppSetUp(FormPage):
    """Setting up an authenticator app: a picture to scan, or a secret to type."""

    picture: str = ""
    secret: str = ""


@dataclass(frozen=True)
class Page(Headed):
    """A page of rows and links."""

    title: str
    rows: tuple[Row, ...] = ()
    lead: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    items: tuple[str, ...] = ()
    back: Link | None = None
    caption: str = ""
    as_at: str = ""


@dataclass(frozen=True)
class People(Headed):
    """Everybody who has an account."""

    title: str
    table: tuple[tuple[Any, ...], ...]
    paged: Any
    to_agree: str
    back: Link | None = None
    caption: str = ""
    as_at: str = ""

    head = ("Name", "Role", "E-mail address", "Account")


@dataclass(frozen=True)
class Person(Headed):
    """One person, as the administrator sees them: no child, no work."""

    title: str
    rows: tuple[Row, ...]
    form: ShownForm
    change_url: str
    deeds: tuple["Deed", ...]
    asked: tuple[Row, ...] = ()
    back: Link | None = None
    caption: str = ""
    as_at: str = ""


@dataclass(frozen=True)
class Deed:
    """One button, and what it does in a sentence."""

    button: str
    says: str
    url: str


@dataclass(frozen=True)
class CastMember:
    """Somebody of the demo's cast."""

    words: str
    url: str


@dataclass(frozen=True)
class Cast(Headed):
    """Whom one may be in a demo."""

    title: str
    members: tuple[CastMember, ...]
    password_url: str
    back: Link | None = None
    caption: str = ""
    as_at: str = ""


def drawn(form) -> ShownForm:
    """Draw any form: fields, and what is wrong with it."""
    fields = tuple(shown_field(bound) for bound in form)
    whole = tuple((message, "") for message in form.non_field_errors())
    return ShownForm(fields, whole + tuple((f.error, f.first_id) for f in fields if f.error), form.is_multipart())


def sign_in(form, request) -> SignIn:
    council = _council(request)
    return SignIn(
        title="Sign in",
        form=drawn(form),
        button="Sign in",
        council_url=reverse("openid_connect_login", args=[council]) if council else "",
        council_name=settings.COUNCIL_NAME,
        cast_url=reverse("accounts:cast") if getattr(request, "demo", False) else "",
    )


def _council(request) -> str:
    apps = social_adapter(request).list_apps(request, provider="openid_connect")
    return apps[0].provider_id if apps else ""


def factors(user, authenticators, stood_for_both: str) -> Page:
    """How this person signs in, and what can be set up or taken away."""
    kinds = {one.type for one in authenticators}
    rows = [
        Row("Authenticator app", "Set up" if "totp" in kinds else "Not set up", links=(_app_link(kinds),)),
        Row("Passkey or security key", "Set up" if "webauthn" in kinds else "Not set up", links=_passkey_links(kinds)),
    ]
    if "recovery_codes" in kinds:
        link = Link("Show", reverse("mfa_view_recovery_codes"))
        rows.append(Row("Recovery codes", "Made", links=(link,)))
    if user.has_usable_password():
        rows.append(Row("Password", "Set", links=(Link("Change", reverse("account_change_password")),)))
    return Page(title="How you sign in", rows=tuple(rows), lead=_second_needed(kinds, stood_for_both))


SECOND_NEEDED = (
    "A password alone opens no child's record. Set up a second step once: an app on your phone that shows a code, "
    "or a passkey. After that you can go on."
)
STANDS_FOR_BOTH = {
    CAST: (
        "This is a demo: choosing whom to be is enough to sign in, and you need to set up nothing. "
        "With real children a password alone opens no record: a second step is needed."
    ),
    COUNCIL: "The council’s own sign-in asks you for both steps. You need to set up nothing here.",
}


def _second_needed(kinds: set[str], stood_for_both: str) -> tuple[str, ...]:
    if kinds & {"totp", "webauthn"}:
        return ()
    return (STANDS_FOR_BOTH.get(stood_for_both, SECOND_NEEDED),)


def _app_link(kinds: set[str]) -> Link:
    if "totp" in kinds:
        return Link("Remove", reverse("mfa_deactivate_totp"))
    return Link("Set up", reverse("mfa_activate_totp"))


def _passkey_links(kinds: set[str]) -> tuple[Link, ...]:
    add = Link("Add", reverse("mfa_add_webauthn"))
    return (add, Link("List", reverse("mfa_list_webauthn"))) if "webauthn" in kinds else (add,)


def people(paged, waiting: Collection[int], to_settle: int) -> People:
    """`waiting`: whose invitation waits for a second person; `to_settle`: how much waits for the viewer as one."""
    table = tuple(
        (
            Cell(person.name, reverse("accounts:person", args=[person.public_id])),
            person.get_role_display(),
            person.email,
            _account(person, waits=person.pk in waiting),
        )
        for person in paged.items
    )
    return People(title="People", table=table, paged=paged, to_agree=domain.waiting(to_settle))


def _account(who, *, waits: bool) -> str:
    """How an account stands. The demo's cast needs no invitation."""
    if waits:
        return "Waits for a second person to agree"
    if not who.is_active:
        return "Switched off"
    return "In use" if who.last_login or who.cast_as else "Invited, has not signed in yet"


def person(
    who, form, asked: Sequence[AskedRight], names: Mapping[str, str], covers: Iterable[Cover], *, sent: bool
) -> Person:
    """`asked`: what was asked for this person, the latest first, with the names of those who asked and settled;
    `covers`: who stands in for them today; `sent`: set-up links go by e-mail."""
    waits = {one.what for one in asked if not hasattr(one, "settled")}
    return Person(
        title=who.name,
        caption="Account",
        rows=(
            Row("E-mail address", who.email),
            Row("Role", who.get_role_display()),
            Row("Account", _account(who, waits=Asked.INVITE in waits)),
            *(Row("Away", f"{one.cover.name} has their work until {dates.short(one.until_on)}") for one in covers),
        ),
        form=drawn(form),
        change_url=reverse("accounts:change_role", args=[who.public_id]),
        deeds=() if Asked.INVITE in waits else _deeds(who, sent),
        asked=tuple(
            Row(dates.short(one.at.date()), rights.sentence(one, names), note=rights.ended(one, names)) for one in asked
        ),
        back=Link("People", reverse("accounts:people")),
    )


def _deeds(who, sent: bool) -> tuple[Deed, ...]:
    def url(name: str) -> str:
        return reverse(f"accounts:{name}", args=[who.public_id])

    if not who.is_active:
        return (Deed("Switch on", "This person can sign in again, once a second person agrees.", url("switch_on")),)
    return (
        _renewing(url("renew"), sent),
        Deed(
            "Remove the second step",
            "For a lost phone. The password stops working too. A second person has to agree; then "
            + ("a set-up link is sent to them." if sent else "make a new set-up link."),
            url("remove_second_factor"),
        ),
        Deed("Switch off", "This person cannot sign in, from their next click on.", url("switch_off")),
    )


THEN_MADE = "A second person has to agree before anybody is let in. After that you make their set-up link."
THEN_SENT = "A second person has to agree before anybody is let in. Then a set-up link is sent to this e-mail address."
ON_ITS_WAY = "A set-up link is on its way to their e-mail address. It works once, for three days."


def _renewing(url: str, sent: bool) -> Deed:
    says = "For a lost link or a forgotten password. Older links stop working."
    if sent:
        return Deed("Send a new set-up link", f"{says} It goes to their e-mail address, and you do not see it.", url)
    return Deed("Make a new set-up link", says, url)


def set_up_link(who, url: str) -> Page:
    return Page(
        title="Set-up link",
        caption=who.name,
        lead=(
            "Give this link to the person yourself, face to face or by telephone. It works once, for three days. "
            "It is shown only now.",
        ),
        items=(url,),
        back=Link(who.name, reverse("accounts:person", args=[who.public_id])),
    )


def link_over(*, has_administrator: bool) -> Page:
    """A set-up link that opens nothing any more, and where another comes from."""
    another = (
        "Ask your administrator for another."
        if has_administrator
        else "Start ./run --own again on the server: it shows another, for the first administrator."
    )
    return Page(
        title="This link cannot be used",
        lead=(
            f"This link has been used, or is older than three days, or a newer one has been made. {another}",
            "If you have set your password already, sign in with it.",
        ),
        links=(Link("Sign in", reverse("account_login")),),
    )


def cast(members) -> Cast:
    return Cast(
        title="Who would you like to be?",
        password_url=reverse("account_login") + "?password",
        members=tuple(CastMember(m.cast_as, reverse("accounts:be", args=[m.public_id])) for m in members),
    )


@dataclass(frozen=True)
class Covers(Headed):
    """Who covers for whom, the latest first."""

    title: str
    table: tuple[tuple[Any, ...], ...]
    paged: Any
    back: Link | None = None
    caption: str = ""
    as_at: str = ""

    head = ("Away", "Covered by", "Days", "Set by")


def covers(paged, names: dict[str, str], on: date) -> Covers:
    return Covers(title="Cover", table=tuple(_cover(one, names, on) for one in paged.items), paged=paged)


def _cover(one, names: dict[str, str], on: date) -> tuple[Any, ...]:
    by = f"{names.get(one.by, 'somebody without an account')}, {dates.short(one.at.date())}"
    return (Cell(one.covered.name, note=one.why), one.cover.name, _cover_days(one, on), by)


def _cover_days(one, on: date) -> Cell:
    days = f"From {dates.short(one.from_on)}, back on {dates.short(one.until_on)}"
    if ended := getattr(one, "ended", None):
        begun = "" if ended.ended_on >= one.from_on else " It did not begin."
        return Cell(days, note=f"Ended on {dates.short(ended.ended_on)}.{begun}")
    if one.until_on <= on:
        return Cell(days, note="Over.")
    words = f"End the cover for {one.covered.name} by {one.cover.name}"
    return Cell(words, url=reverse("accounts:end_cover", args=[one.public_id]), note=days)
