"""One world for all checks on pages: Fenmarsh, loaded as the demo loads it, with real arguments for every address.

A check asks `every_url()` for what the URLconf holds now, so a page that arrives tomorrow is under test tomorrow.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from seenheard.accounts import operations as accounts
from seenheard.accounts import queries as people
from seenheard.accounts.domain import SYSTEM
from seenheard.accounts.models import User
from seenheard.config import demo, demo_voices
from seenheard.duties import operations as duties
from seenheard.record import operations as record_operations
from seenheard.record import queries as record
from seenheard.returns import operations as returns
from seenheard.voices import operations as voices
from seenheard.voices.models import Category, Rating, Reply
from seenheard.voices.operations import doors
from tests import cast
from tests.factories import record as made
from tests.factories.published import report_of_nothing

AT = datetime(2026, 3, 31, 11, 0, tzinfo=UTC)
ON = AT.date()
APRIL = Path(demo.FILES).parent / "fenmarsh-april"
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")

ROLES = {
    "worker": "maya",
    "other worker": "otto",
    "manager": "tom",
    "other manager": "mona",
    "reviewing officer": "ines",
    "service manager": "sara",
    "duty worker": "dev",
    "guardian": "grace",
    "analyst": "ana",
    "administrator": "adam",
    "carer": "carl",
    "partner": "hugh",
    "scrutiny member": "cllr",
    "director": "della",
}
"""Actors who have signed in with both factors. Maya and Tom know the child; Otto and Mona work elsewhere; the child is
placed with Carl."""
CHILD = "child at the door"
OUTSIDE = ("stranger", "one factor", "half signed in", "switched off", "left idle", "open too long", CHILD)
"""Actors who have not, not fully, or no longer. With "one factor", Nina has set up no second one yet and may do only
that; "half signed in" has one, and has a session that was never asked for it. A child at the door has opened it with a
code, and signs in to nothing."""
ACTORS = (*OUTSIDE, *ROLES)


@dataclass
class World:
    """Who and what there is. `people` by name of the cast; ids are public."""

    people: dict[str, User]
    child: str
    child_id: int
    closed: str
    restricted: str
    restriction: str
    conflict: str
    cover: str
    asked: str
    look: int
    applied: str
    proposed: str
    typed: dict[str, str]
    token: str
    sitting: str
    cookies: dict[str, Any] = field(default_factory=dict)  # by actor: see signed_in

    def who(self, actor: str) -> User:
        """The person who acts; those outside act as Maya did."""
        return self.people["nina" if actor == "one factor" else ROLES.get(actor, "maya")]


def build() -> World:
    """Load Fenmarsh into the open transaction, as the owner; the caller rolls it back."""
    demo.make_cast(AT)
    acting = {who: people.person_with_email(demo.address(who)) for who, *_ in demo.CAST}
    acting |= {"otto": cast.person("otto"), "mona": cast.person("mona")}
    nina = User.objects.create_user("nina@fenmarsh.example", cast.PASSWORD, name="Nina", role="social_worker")
    nina.worker_refs, nina.team_refs = acting["maya"].worker_refs, acting["maya"].team_refs
    nina.save()
    for one in acting.values():
        _as_if_real(one)
    for folder, _ in demo.RETURNS:
        demo.load(demo.FILES / folder, by=acting["ana"], at=AT)
    demo_voices.choose(AT)
    closed = _closed_by_adoption(named=acting["otto"], by=acting["sara"])
    restriction = _restricted(to=acting["otto"], by=acting["sara"])
    duties.take_changes(by=SYSTEM, at=AT)
    child = _looked_after_by_maya(acting["maya"])
    return World(
        people=acting | {"nina": nina},
        child=str(child.public_id),
        child_id=child.pk,
        closed=str(closed.public_id),
        restricted=str(restriction.child.public_id),
        restriction=str(restriction.public_id),
        conflict=str(_known_to(acting["maya"]).public_id),
        cover=str(_cover(acting).public_id),
        asked=_asked(acting),
        look=_look(acting["dev"], child).pk,
        applied=_run(demo.FILES / "ssda903", acting["ana"], go_on=True),
        proposed=_run(APRIL, acting["ana"], go_on=False),
        typed=_typed(child, acting["maya"])
        | _round(child, acting)
        | {"carer": _placed_with(child, acting), "published": report_of_nothing(acting["della"], AT)},
        token=accounts.renew_set_up_link(person=acting["otto"], by=acting["adam"], at=AT),
        sitting=_sitting(acting["maya"]),
    )


def _closed_by_adoption(*, named: User, by: User):
    """A child whose file adoption has closed, and who is open to one person: Fenmarsh's own files hold none."""
    child = made.make_child(local_id="990001", forename="Zinnia", surname="Oakmoor", born_on=date(2019, 3, 4))
    made.add("cla_episode", child, from_on=date(2020, 5, 1), until_on=date(2021, 5, 1), end_reason="E11")
    record_operations.name_person_for_closed_file(
        child=child,
        person_public_id=str(named.public_id),
        from_on=ON,
        until_on=date(2026, 6, 1),
        why="The adoption agency asks for health",
        by=by,
        at=AT,
    )
    return child


def _restricted(*, to: User, by: User):
    """A child whom one person alone sees."""
    child = made.make_child(local_id="990002", forename="Quillon", surname="Ravensworth", born_on=date(2018, 3, 4))
    made.add("involvement", child, professional_ref="P0002", team_ref="T02", from_on=date(2025, 1, 1))
    made.add("cla_episode", child, from_on=date(2025, 5, 1), start_reason="S")
    return record_operations.restrict_child(
        child=child, people=[to], from_on=ON, until_on=None, why="A family known to many of the staff", by=by, at=AT
    )


def _known_to(who: User):
    """What somebody has said of a child who would be hers otherwise."""
    child = made.make_child(local_id="990003", forename="Peregrine", surname="Thistlewood", born_on=date(2017, 3, 4))
    made.add("involvement", child, professional_ref="P0002", team_ref="T02", from_on=date(2025, 1, 1))
    return record_operations.declare_conflict(child=child, kind="family", words="", by=who, at=AT)


def _cover(people: dict[str, User]):
    """For days to come, so that nobody sees anything by it yet."""
    return accounts.set_cover(
        covered=people["maya"],
        cover=people["otto"],
        from_on=date(2026, 8, 1),
        until_on=date(2026, 8, 15),
        on=ON,
        by=people["tom"],
        at=AT,
    )


def _asked(acting: dict[str, User]) -> str:
    """Adam asks that Otto works in another team too: it waits for somebody else."""
    otto = acting["otto"]
    keys = {"worker_refs": otto.worker_refs, "team_refs": [*otto.team_refs, "T04"]}
    accounts.change_role(person=otto, role=otto.role, **keys, by=acting["adam"], at=AT)
    return str(people.rights_waiting().get(person=otto).public_id)


def _look(dev: User, child):
    """A record that was opened on duty this morning and is not open any more."""
    opened = record_operations.open_record(
        child=child,
        kind="duty",
        because="contact",
        why="The school called about a cut on the arm",
        by=dev,
        on=ON,
        at=AT - timedelta(hours=3),
    )
    return opened.noticed


def _typed(child, maya: User) -> dict[str, str]:
    """What Maya recorded of the child, by what it is; and a visit that she has begun and not sent."""
    said = {"child": child, "by": maya, "at": AT}
    event = record_operations.record_event(kind="reviewing_officer_named", on=ON, key="event", **said)
    part = record_operations.Part(child=child, seen=True, seen_alone=True, said="I like it here.", issues=("No coat",))
    (visit,) = record_operations.record_visit(visited_on=ON, place="home", parts=[part], key="visit", by=maya, at=AT)
    action = record_operations.add_action(
        words="Buy a coat", owned_by=str(maya.public_id), due_on=ON + timedelta(days=3), key="action", **said
    )
    booking = record_operations.book(kind="visit", planned_on=ON + timedelta(days=7), key="booking", **said)
    record_operations.protect_address(
        children=[child], who="her father", why="He has found them before", from_on=ON, key="protected", by=maya, at=AT
    )
    draft = record_operations.begin_draft(form="visit", children=[str(child.public_id)], content={}, by=maya, at=AT)
    return {
        "event": event.key,
        "visit": visit.key,
        "issue": f"{visit.key}:1",
        "action": action.key,
        "booking": booking.key,
        "protection": "protected",
        "draft": str(draft.public_id),
    }


def _round(child, acting: dict[str, User]) -> dict[str, str]:
    """A round that no adult has answered yet. The child has: red on safety, and what should change; and a talk."""
    one = voices.open_round(child=child, by=acting["maya"], at=AT)
    said = {"child": child, "voice": "child", "said_by": "child"}
    wish = "More time with my brother."
    reply = Reply.objects.create(round=one, form="11-17", one_thing=wish, sent_at=AT, key="said", **said)
    safety = Category.objects.get(key="safety")
    answer = {"colour": 1, "step": 4, "chosen": "Really not OK", "said_on": ON}
    Rating.objects.create(reply=reply, category=safety, **answer, **said)
    (alarm,) = voices.alarm_on_safety(reply=reply, at=AT)
    talked = {"with_whom": "Tom with the child", "decided": "We saw the child.", "for_child": "We will come again."}
    about = {"round_public_id": one.public_id, "category": "safety", "held_on": ON, "no_action_why": "It is in place."}
    talk = voices.record_talk(key="talk", by=acting["tom"], at=AT, **about, **talked)
    made = {"round": one, "reply": reply, "alarm": alarm, "talk": talk}
    return {name: str(each.public_id) for name, each in made.items()}


def _placed_with(child, acting: dict[str, User]) -> str:
    """Carl is invited to the child's placement, and has signed in before."""
    who = acting["carl"]
    invited = {"name": who.name, "email": who.email, "kind": "family"}
    voices.invite_carer(child=child, by=acting["maya"], at=AT, **invited)
    return str(who.public_id)


def _sitting(maya: User) -> str:
    """What the browser holds in which another child of hers has typed a code."""
    lines = record.children_now(viewer=maya, on=ON).exclude(looked_after_since_on=None)
    child = lines.filter(born_on__range=(date(2009, 1, 1), date(2018, 1, 1))).order_by("local_id").first().child
    voices.open_round(child=child, by=maya, at=AT)
    way = {"kind": "code", "form": "11-17", "language": "en"}
    made = doors.make_child_way(child=child, by=maya, at=AT, **way)
    return doors.enter(secret=made.secret, kind="code", address="192.0.2.1", at=AT).token


def _as_if_real(person: User) -> None:
    """The demo's cast has neither password nor second factor; people at a council have both."""
    person.set_password(cast.PASSWORD)
    person.save(update_fields=["password"])
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)


def _looked_after_by_maya(maya: User):
    """A child whom she works with herself, and whom Ines reviews."""
    lines = record.children_now(viewer=maya, on=ON, worker_ref="P0002").exclude(looked_after_since_on=None)
    return lines.order_by("local_id").first().child


def _run(folder: Path, by: User, *, go_on: bool) -> str:
    files = [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.csv"))]
    run = returns.import_now(files=files, go_on=go_on, by=by, at=AT)
    return str(run.public_id)


# --- addresses -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Address:
    """One pattern of the URLconf: its name, the view behind it and its parameters."""

    name: str
    view: object
    parameters: tuple[str, ...]


def every_url() -> list[Address]:
    """Every pattern there is; a pattern without a name is a defect that its check reports."""
    return list(_walk(get_resolver().url_patterns, ()))


def _walk(patterns, spaces: tuple[str, ...]) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            name = ":".join([*spaces, pattern.name or f"without a name: {pattern.pattern}"])
            yield Address(name, pattern.callback, tuple(pattern.pattern.converters))


def real_path(name: str, world: World) -> str:
    """The address with real arguments. KeyError when this file does not know one: then add it below."""
    found = next(address for address in every_url() if address.name == name)
    return reverse(name, kwargs={parameter: _argument(name, parameter, world) for parameter in found.parameters})


def _argument(name: str, parameter: str, world: World):
    room = name.split(":")[0]
    own = {
        ("record:end_restriction", "public_id"): world.restriction,
        ("record:declare_conflict", "public_id"): world.child,
        ("record:end_conflict", "public_id"): world.conflict,
        ("record:look", "key"): world.look,
        ("accounts:end_cover", "public_id"): world.cover,
        ("accounts:agree", "public_id"): world.asked,
        ("accounts:refuse", "public_id"): world.asked,
        ("desk:record_event", "kind"): "core_group_held",
        ("desk:correct_event", "key"): world.typed["event"],
        ("desk:correct_visit", "key"): world.typed["visit"],
        ("desk:withdraw", "name"): "event",
        ("desk:recorded_versions", "name"): "event",
        ("desk:recorded_versions", "key"): world.typed["event"],
        ("desk:withdraw", "key"): world.typed["event"],
        ("desk:answer", "key"): world.typed["issue"],
        ("desk:correct_protection", "key"): world.typed["protection"],
        ("desk:end_protection", "key"): world.typed["protection"],
        ("desk:protection_holds", "key"): world.typed["protection"],
        ("desk:action", "key"): world.typed["action"],
        ("desk:cancel_booking", "key"): world.typed["booking"],
        **{(f"desk:round{of}", "public_id"): world.typed["round"] for of in ROUND},
        ("desk:end_carer", "person"): world.typed["carer"],
        **{(f"desk:caring_{of}", "public_id"): world.typed["round"] for of in ("round", "keep", "said")},
        **{(f"voices:{of}", "public_id"): world.typed["alarm"] for of in ("alarm", "take_alarm", "finish_alarm")},
        **{(f"voices:{of}", "public_id"): world.typed["reply"] for of in ("reply", "change", "wish_told")},
        ("voices:talk", "public_id"): world.typed["round"],
        ("voices:talk", "category"): "safety",
        ("voices:told", "public_id"): world.typed["talk"],
        **{(f"desk:visit{of}", "draft"): world.typed["draft"] for of in ("", "_keep", "_done")},
    }
    if (name, parameter) in own:
        return own[name, parameter]
    known = {
        ("desk", "public_id"): world.child,
        ("voices", "public_id"): world.child,
        ("desk", "worker"): "P0002",
        ("desk", "form"): "pdf",
        ("performance", "public_id"): world.typed["published"],
        ("returns", "public_id"): world.applied if name in ABOUT_AN_APPLIED_RUN else world.proposed,
        ("record", "public_id"): world.closed,
        ("record", "person"): str(world.people["otto"].public_id),
        ("accounts", "public_id"): str(world.people["otto"].public_id),
        ("accounts", "token"): world.token,
        ("timescales", "rule_id"): "LV-01",
        ("voices", "pack"): "five",
        ("voices", "category"): "health",
        ("voices", "audience"): "carer",
        ("voices", "language"): "cy",
        ("voices", "setting"): "have_this_minutes",
        ("voices", "token"): "x" * 43,
        ("openid_connect_login", "provider_id"): "council",
        ("openid_connect_callback", "provider_id"): "council",
        ("mfa_remove_webauthn", "pk"): 0,
    }
    return known[(room, parameter)]


ROUND = ("", "_answer", "_keep", "_close", "_parent", "_parent_keep")
ABOUT_AN_APPLIED_RUN = {"returns:undo", "returns:missing", "returns:mend"}


# --- browsers --------------------------------------------------------------------------------------------------


def browser(actor: str, world: World, **how) -> Client:
    """A browser as this actor left it. Sessions are made as the site would have made them; no tries are counted yet."""
    cache.clear()
    client = Client(raise_request_exception=False, **how)
    if actor == CHILD:
        client.cookies["page"] = world.sitting
    if actor in ("stranger", CHILD):
        return client
    who = world.who(actor)
    cast.sign_in(client, who, factors=1 if actor in ("one factor", "half signed in") else 2)
    if actor == "switched off":
        User.objects.filter(pk=who.pk).update(is_active=False)
    session, now = client.session, AT.timestamp()
    ages = {"left idle": (now - 1300, now - 1300), "open too long": (now - 12 * 3600 - 60, now - 60)}
    session["began_at"], session["seen_at"] = ages.get(actor, (now, now))
    session.save()
    return client
