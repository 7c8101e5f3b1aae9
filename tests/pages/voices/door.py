"""A child at the door, as tests do it: a council that asks, a round, a code, and a browser that has opened it."""

from django.test import Client

from seenheard.voices import operations as voices
from seenheard.voices.models import ReplyDraft
from seenheard.voices.operations import doors
from tests import cast

INBOX = {"role": "Duty desk", "email": "duty@fenmarsh.example"}
NIGHT = {"number": "01632 960 001", "checked_by": "Sara Whitlow", "checked_on": "2026-03-30"}
HELLO, GO, HELP, LEAVE, TODAY = "/hello/", "/hello/go/", "/hello/help/", "/hello/leave/", "/today/"


def council_that_asks(at, pack="twelve"):
    """The service manager, who has set all that is needed."""
    sara = cast.sara()
    voices.choose_pack(pack=pack, by=sara, at=at)
    for name, value in (("duty_inbox", INBOX), ("night_inbox", INBOX), ("night_number", NIGHT)):
        voices.set_voices(name=name, value=value, by=sara, at=at)
    return sara


def way(child, at, *, kind="code", form="11-17", helpers=(), by=None) -> str:
    """A code, or the last part of a link, as the worker is shown it."""
    return doors.make_child_way(
        child=child, kind=kind, form=form, language="en", helpers=helpers, by=by or cast.maya(), at=at
    ).secret


class Child:
    """A browser at the door."""

    def __init__(self, code: str = "", **how) -> None:
        self.client = Client(**how)
        if code:
            self.types(code)

    def types(self, code: str):
        """Type a code; what comes of it."""
        self.answer = self.client.post(HELLO, {"code": code}, follow=True)
        return self.answer

    def sees(self) -> str:
        """The page as it stands."""
        return self.client.get(GO, follow=True).content.decode()

    def presses(self, page: str, go: str = "on", **given) -> str:
        """Press a button on a page; the page after it."""
        self.answer = self.client.post(GO, {"page": page, "go": go, **given}, follow=True)
        return self.answer.content.decode()

    def begins(self) -> "Child":
        """Past “Is this page for you?” and who will see the answers."""
        self.presses("mine")
        self.presses("who")
        return self

    def answers(self, **steps) -> "Child":
        """`answers(health=1, home=4)`."""
        for key, step in steps.items():
            self.presses(key, answer=str(step))
        return self

    @property
    def is_in(self) -> bool:
        return bool(self.client.cookies.get("page") and self.client.cookies["page"].value)


def draft_of(asked) -> dict:
    """What is kept and not sent."""
    return ReplyDraft.objects.get(round=asked, voice="child").content
