"""An adult's reply: kept as a draft with every change, sent once, and never changed after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from seenheard.accounts.permissions import NotAllowed
from seenheard.lib.sight import seeing_everything
from seenheard.record import operations as record_operations
from seenheard.record import queries as record_queries
from seenheard.record.domain.days import day_of
from seenheard.trail import operations as trail

from .. import queries
from ..domain.answers import Colour, Voice, packed
from ..domain.parents import Spoken
from ..domain.replies import LONGEST, Fault, Given, Last, comment_of, faults_of
from ..domain.rounds import all_sent
from ..domain.wordings import AUDIENCES, ENGLISH
from ..models import Category, Rating, Reply, ReplyDraft, RoundEnd
from ..models.asking import How
from ..permissions import NOT_THE_WORKER
from ..queries.homes import waits_for_a_home
from ..queries.rounds import NoSuchRound, RoundNow
from .alarms import alarm_on_safety
from .prompting import hand_over
from .turns import take_turn

LARGEST_DRAFT = 100_000  # letters, all answers together
PAGE = "page"  # in a draft: the page, of those that may be open at once, that kept it last


class NotSent(NotAllowed):
    """The reply was not sent: `faults` says what is to be put right, and where."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__(" ".join(one.says for one in faults))


class RoundOver(NotAllowed):
    """Nothing more can be sent to this round."""

    def __init__(self) -> None:
        super().__init__("This round is over, so nothing more can be sent to it. What you wrote was not sent.")


class SentAlready(NotAllowed):
    """Somebody has sent this voice's reply; it stands."""

    def __init__(self) -> None:
        super().__init__("This was sent already, and stands as it was sent. Nothing was changed.")


class DraftTooLarge(NotAllowed):
    """More words than a draft holds."""

    def __init__(self) -> None:
        super().__init__(f"This is more than {LARGEST_DRAFT:,} letters. Shorten it, then keep it.")


class DraftChanged(NotAllowed):
    """Something newer is kept, from another window."""

    def __init__(self) -> None:
        super().__init__("A newer draft of yours is kept already, from another window. Nothing was written over it.")


@transaction.atomic
def save_worker_draft(
    *, public_id, content: Mapping[str, Any], based_on: int | None, page: str = "", by, at: datetime
) -> ReplyDraft:
    """Keep what a worker has begun; nobody else reads it. `page`: which window it came from, whose own saves may
    overtake one another. Raises NoSuchRound, RoundOver, SentAlready, DraftTooLarge, DraftChanged, NotAllowed."""
    now, _ = _open_round(public_id, by, at)
    return keep_draft(now=now, voice=Voice.WORKER, content=content, based_on=based_on, page=page, by=by, at=at)


def keep_draft(
    *,
    now: RoundNow,
    voice: Voice,
    household_id: int | None = None,
    content: Mapping[str, Any],
    based_on: int | None,
    page: str,
    by,
    at: datetime,
) -> ReplyDraft:
    """Keep what an adult has begun, in a round that the caller has locked. Raises DraftTooLarge, DraftChanged."""
    if sum(len(str(value)) for value in content.values()) > LARGEST_DRAFT:
        raise DraftTooLarge
    draft = queries.own_draft(viewer=by, now=now, voice=voice) or ReplyDraft(
        child_id=now.child_id, round_id=now.id, voice=voice, said_by=str(by.public_id), household_id=household_id
    )
    same_page = page and draft.content.get(PAGE) == page
    if draft.pk and based_on is not None and based_on < draft.version and not same_page:
        raise DraftChanged
    draft.content = {**content, PAGE: page} if page else dict(content)
    draft.version, draft.saved_at = draft.version + 1, at
    draft.save()
    return draft


@transaction.atomic
def send_worker_reply(
    *,
    public_id,
    given: Mapping[str, Given],
    anything_else: str = "",
    key: str,
    keep_words: str = "",
    by,
    at: datetime,
) -> Reply:
    """Send the worker's reply. The same form sent again is the reply that is there; with other words it is refused.

    `keep_words`: why words are kept that may tell a protected address. Raises NoSuchRound, RoundOver, SentAlready,
    NotSent with what is to be put right, TellsAddress, NotAllowed.
    """
    if same := Reply.objects.filter(key=key, said_by=str(by.public_id)).first():
        return unchanged(same, given, anything_else)
    now, child = _open_round(public_id, by, at)
    words = [*(one.comment for one in given.values()), anything_else]
    kept = record_operations.check_in_turn(child, *words, on=day_of(at), keep_because=keep_words)
    return send(
        now=now,
        child=child,
        voice=Voice.WORKER,
        audience=Voice.WORKER,
        given=given,
        anything_else=anything_else,
        key=key,
        by=by,
        at=at,
        kept_because=keep_words if kept else "",
    )


def send(
    *,
    now: RoundNow,
    child,
    voice: Voice,
    audience: str,
    given: Mapping[str, Given],
    anything_else: str,
    key: str,
    by,
    at: datetime,
    household_id: int | None = None,
    kept_because: str = "",
    spoken: Spoken | None = None,
    language: str = ENGLISH,
    helpers: Iterable[Mapping[str, str]] = (),
) -> Reply:
    """Write an adult's reply with its ratings, take the draft away, and close the round where all have answered.

    The caller has locked the round and seen that this person may answer. `spoken`: of a parent, who spoke; `by` wrote
    it down, and nothing is kept of what another parent said last. `language`: in which it was asked, as far as its
    words may be shown. `helpers`: of a carer, who helped, as `helpers_of` keeps them. Raises NotSent, SentAlready.
    """
    last = {} if spoken else queries.last_said(child=child, voice=voice, household_id=household_id)
    said_by = spoken.said_by if spoken else str(by.public_id)
    faults = list(faults_of(given, now.categories, last))
    if len(anything_else) > LONGEST:
        faults.append(Fault("", f"“Anything else” has more than {LONGEST:,} letters. Shorten it."))
    if faults:
        raise NotSent(tuple(faults))
    if _is_there(now, voice, household_id, said_by):
        raise SentAlready
    reply = Reply.objects.create(
        child=child,
        round_id=now.id,
        voice=voice,
        household_id=household_id,
        said_by=said_by,
        form=audience,
        language=language,
        anything_else=anything_else.strip(),
        colours=packed(now.categories, {name: one.answer for name, one in given.items()}),
        sent_at=at,
        key=key,
        **({**spoken.kept, "written_by": str(by.public_id)} if spoken else {"helpers": list(helpers)}),
    )
    _write_ratings(reply, given, last, day_of(at))
    alarm_on_safety(reply=reply, by=by, at=at)
    ReplyDraft.objects.filter(round_id=now.id, voice=voice, said_by=str(by.public_id)).delete()
    close_if_all_sent(now, by=by, at=at)
    why = f"{record_operations.KEPT_WORDS}{kept_because.strip()}" if kept_because else ""
    trail.write(what="sent_reply", by=by, at=at, children=[str(child.public_id)], about=str(reply.public_id), why=why)
    return reply


def unchanged(
    sent: Reply,
    given: Mapping[str, Given],
    anything_else: str,
    helpers: Iterable[Mapping[str, str]] | None = None,
) -> Reply:
    """The reply that a form became, where the form still says what it said; else SentAlready, and nothing is lost in
    silence. `helpers`: None where the form does not ask for them."""
    if helpers is not None and list(helpers) != sent.helpers:
        raise SentAlready
    stands = {one.category.key: one for one in sent.ratings.select_related("category")}
    if stands.keys() != given.keys() or anything_else.strip() != sent.anything_else:
        raise SentAlready
    for key, one in given.items():
        answer = stands[key].colour or stands[key].state
        words = one.comment.strip() or (stands[key].comment if one.keeps else "")
        if one.answer != answer or words != stands[key].comment:
            raise SentAlready
    return sent


def close_if_all_sent(now: RoundNow, *, by, at: datetime) -> None:
    """End the round where everybody who was asked has answered: the household that lives with the child now among them,
    where one is asked, and not only the one before it. Also where the last of them sees only their own; and hand over
    what follows from the reply that was just written."""
    with seeing_everything("whether all have answered is told from replies that whoever answers last may not see"):
        _close_if_all_sent(now, by=by, at=at)
    hand_over(child_id=now.child_id, at=at)


def _close_if_all_sent(now: RoundNow, *, by, at: datetime) -> None:
    rows = Reply.objects.filter(round_id=now.id).exclude(form="observed")
    is_whole = all_sent(now.voices, set(rows.values_list("voice", flat=True)))
    if is_whole and not waits_for_a_home(now, day_of(at)):
        RoundEnd.objects.get_or_create(
            round_id=now.id,
            defaults={"child_id": now.child_id, "how": How.ALL_ANSWERED, "by": str(by.public_id), "at": at},
        )


def _open_round(public_id, by, at: datetime) -> tuple[RoundNow, Any]:
    """The round, locked, for a worker of the child. Raises NoSuchRound, RoundOver, SentAlready, NotAllowed."""
    on = day_of(at)
    now, child = queries.round_for(viewer=by, public_id=public_id, on=on)
    if not record_queries.sees(viewer=by, child=child, on=on):
        raise NoSuchRound
    if not queries.speaks_as_worker(viewer=by, child=child, on=on):
        raise NotAllowed(NOT_THE_WORKER)
    take_turn(now.id)
    now, child = queries.round_for(viewer=by, public_id=public_id, on=on)
    if Voice.WORKER in now.sent:
        raise SentAlready
    if now.is_over or Voice.WORKER not in now.voices:
        raise RoundOver
    return now, child


def _is_there(now: RoundNow, voice: Voice, household_id: int | None, said_by: str) -> bool:
    """Of the worker and of a household there is one reply; of parents one each."""
    there = Reply.objects.filter(round_id=now.id, voice=voice, household=household_id)
    return (there.filter(said_by=said_by) if voice == Voice.PARENT else there).exists()


def _write_ratings(reply: Reply, given: Mapping[str, Given], last: Mapping[str, Last], on: date) -> None:
    audience = reply.form if reply.form in AUDIENCES else AUDIENCES[0]
    asked = queries.asked_in(reply.language, audience=audience, on=on)
    ids = dict(Category.objects.filter(key__in=given).values_list("key", "pk"))
    Rating.objects.bulk_create(
        Rating(
            child_id=reply.child_id,
            reply=reply,
            category_id=ids[key],
            voice=reply.voice,
            said_by=reply.said_by,
            colour=int(one.answer) if isinstance(one.answer, Colour) else None,
            state="" if isinstance(one.answer, Colour) else str(one.answer),
            asked=asked[key].words if key in asked else "",
            comment=comment_of(one, last.get(key)),
            kept_from_id=last[key].rating_id if one.keeps and key in last and not one.comment.strip() else None,
            said_on=on,
        )
        for key, one in given.items()
    )
