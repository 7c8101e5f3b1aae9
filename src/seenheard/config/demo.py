"""The demo: an invented authority, loaded through the real importers from its own national files, and its cast.

Only ever put into a database born as demo (S14). Safe to run twice, and after being killed at any moment: every step
finds out by itself whether it has been done, and an import made twice is made once.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from seenheard.accounts import operations as accounts
from seenheard.accounts import queries as people
from seenheard.accounts.domain import SYSTEM
from seenheard.config import clock, demo_days, demo_reports, demo_voices
from seenheard.duties import operations as duties
from seenheard.record import operations as record
from seenheard.returns import operations as returns
from seenheard.timescales.domain.events import ONLY_HERE

FILES = settings.ROOT / "demo" / "fenmarsh"
RETURNS = (("ssd", "Standard Safeguarding Dataset"), ("ssda903", "SSDA903"))

# Each as the sign-in page offers them; worker and team keys are those of Fenmarsh's own files.
CAST = (
    ("maya", "Maya Ashworth", "social_worker", "Maya Ashworth, social worker", ("P0002", "SW900001"), ("T02",)),
    ("tom", "Tom Hale", "team_manager", "Tom Hale, her manager", ("P0008", "SW900007"), ("T02",)),
    ("ines", "Ines Duarte", "reviewing_officer", "Ines Duarte, reviewing officer", (), ()),
    ("ana", "Ana Petrov", "analyst", "Ana Petrov, analyst", (), ()),
    ("sara", "Sara Okafor", "service_manager", "Sara Okafor, service manager", (), ()),
    ("dev", "Dev Mistry", "duty_worker", "Dev Mistry, duty worker", (), ()),
    ("grace", "Grace Amadi", "records_guardian", "Grace Amadi, guardian of records", (), ()),
    ("carl", "Carl Brightwater", "carer", "Carl Brightwater, carer of a child of Maya’s", (), ()),
    ("hugh", "Hugh Farrow", "partner", "Hugh Farrow, of the health service, a partner", (), ()),
    ("cllr", "Cllr Rowan Pike", "scrutiny_member", "Rowan Pike, councillor on the scrutiny committee", (), ()),
    ("della", "Della Marsh", "director", "Della Marsh, director", (), ()),
    ("adam", "Adam Reed", "administrator", "Adam Reed, administrator", (), ()),
)


class NotADemo(Exception):
    """The database is an authority's own."""


class DemoStopped(Exception):
    """A demo file was not taken in as it should be: a fault in the product or in the files."""


def make_demo(at: datetime, say: Callable[[str], None]) -> None:
    """Make the cast, load Fenmarsh's SSD and then its SSDA903, count every child's duties; `say` shows progress."""
    if not clock.is_demo():
        raise NotADemo("This database is an authority's own. The demo is never put into it.")
    say("  The cast: twelve invented people")
    make_cast(at)
    analyst = people.person_with_email(address("ana"))
    for number, (folder, title) in enumerate(RETURNS, 1):
        say(f"  {number} of {len(RETURNS)}  {title}: reading, checking, matching, applying …")
        say(f"          {load(FILES / folder, by=analyst, at=at)}")
    say("  The last weeks: who is away, what worries, what was opened …")
    on = clock.today(at)
    demo_days.live(at, on)
    say("  Two years of rounds: what children, carers and workers said …")
    demo_voices.live(at, on)
    say("  Every child's duties …")
    record.keep_here(kinds=sorted(ONLY_HERE - demo_days.SINCE_LATELY), from_on=on, by=SYSTEM, at=at)
    record.keep_here(kinds=sorted(demo_days.SINCE_LATELY), from_on=on - demo_days.LATELY, by=SYSTEM, at=at)
    say(f"          {duties.take_changes(by=SYSTEM, at=at)} children counted")
    demo_days.explain_what_is_late(at, on)
    say("  The reports of two quarters, as partners and scrutiny read them …")
    demo_reports.publish(at, on)


@transaction.atomic
def make_cast(at: datetime) -> None:
    """The twelve people of the cast, each once. Nobody can sign in as them but through the demo's own page."""
    for who, name, role, cast_as, worker_refs, team_refs in CAST:
        accounts.cast_member(
            email=address(who),
            name=name,
            role=role,
            cast_as=cast_as,
            worker_refs=list(worker_refs),
            team_refs=list(team_refs),
            by=SYSTEM,
            at=at,
        )


def load(folder: Path, *, by, at: datetime) -> str:
    """Import every file of a folder as a person would; say what was written. The same files again change nothing."""
    files = [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.csv"))]
    run = returns.import_now(files=files, by=by, at=at)
    if run.state != "applied":
        raise DemoStopped(f"The files in {folder.name} were not applied: {run.says or run.state}.")
    written = run.counts.get("written", {})
    return f"{len(files)} files, {written.get('inserted', 0):,} facts written"


def address(who: str) -> str:
    """The e-mail address of somebody of the cast, in a domain that cannot exist."""
    return f"{who}@fenmarsh.example"
