"""What was said in a round, as far as somebody may see it at this moment: the one place that answers that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from seenheard.accounts.domain.roles import Ability
from seenheard.accounts.permissions import can
from seenheard.record import queries as record_queries
from seenheard.record.domain import parts as record_parts

from ..domain.answers import Answer, Colour, State, Voice
from ..domain.mismatch import Mismatch, compare
from ..domain.replies import Last
from ..domain.seeing import Moment, Reader, Said, may_see
from ..models import Category, Rating, Reply, ReplyDraft
from .rounds import RoundNow, check_seen

OBSERVED = "observed"
FREE = ("best_thing", "one_thing", "anything_else")
OPEN = Moment(worker_sent=True, over=True)  # what is kept from somebody even then is kept for good
KEPT = {Reader.WORKER: "(said.not_my_worker OR said.about = 'worker')", Reader.MANAGER: "said.about = 'manager'"}
NAMED = record_queries.LINE_SAYS.format(child="said.child_id", says="now.{key} = ANY(%({these})s)")
NOTHING_KEPT = "false"


@dataclass(frozen=True, slots=True)
class Column:
    """One answer in its column. `kept_from`: of worker and manager those from whom the child keeps it for good.

    `at_home`: the child lets whoever looks after it read this, which is never so of safety.
    `helped`: who helped to answer, by name and role, for whoever may read the answer.
    """

    voice: Voice
    answer: Answer
    chosen: str = ""
    comment: str = ""
    kept: bool = False
    said_by: str = ""
    said_on: date | None = None
    observed: bool = False
    reply_id: int | None = None
    rating_id: int | None = None
    kept_from: tuple[Reader, ...] = ()
    at_home: bool = False
    helped: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One category: every voice's answers side by side (several households one after another), and what they mean."""

    key: str
    is_safety: bool
    columns: Mapping[Voice, tuple[Column, ...]]
    mismatch: Mismatch


@dataclass(frozen=True, slots=True)
class Words:
    """Free words of one reply that this reader may see."""

    reply_id: int
    reply: UUID
    voice: Voice
    what: str
    words: str
    observed: bool
    said_by: str
    sent_at: datetime
    kept_from: tuple[Reader, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """A round as one reader sees it. `opened`: the columns are open; before, safety and one's own stand alone."""

    opened: bool
    rows: tuple[Row, ...]
    words: tuple[Words, ...]


def reader_of(viewer) -> Reader:
    """As whom this person reads, on every page and in every figure: a manager of all or of a team, a reviewing
    officer, or else a worker. Who counts for everybody (the system) is nobody's manager, so nothing is kept from it."""
    if can(viewer, Ability.SEE_ALL_CHILDREN):
        return Reader.SERVICE
    if can(viewer, Ability.SEE_CHILDREN_OF_TEAMS):
        return Reader.MANAGER
    if can(viewer, Ability.SEE_CHILDREN_IN_CARE_OR_PROTECTED):
        return Reader.OFFICER
    return Reader.WORKER


def parts_of(viewer, *, worker_ref: str | None, team_ref: str | None) -> frozenset[Reader]:
    """In which parts this person stands to the child of whom the record names this worker and this team: by what they
    do here, and by whom the record names. What is kept from one of these parts is kept from them."""
    refs = viewer.worker_refs, viewer.team_refs
    return frozenset(map(Reader, record_parts.parts_of(viewer.role, *refs, worker_ref=worker_ref, team_ref=team_ref)))


def parts_to(viewer, child) -> frozenset[Reader]:
    """The same of a child."""
    return frozenset(map(Reader, record_queries.parts_to(viewer, child)))


def kept_in_sql(viewer) -> tuple[str, dict[str, Any]]:
    """What of a rating (`said`) is kept from this person, as `parts_to` and `may_see` have it, in SQL, with its values;
    "false" where nothing ever is, and nobody needs to ask."""
    workers, teams = record_parts.refs_that_decide(viewer.role, viewer.worker_refs, viewer.team_refs)
    by_role = {reader_of(viewer), *parts_of(viewer, worker_ref=None, team_ref=None)}
    found = [KEPT[part] for part in KEPT if part in by_role]
    if workers:
        found.append(f"{KEPT[Reader.WORKER]} AND {NAMED.format(key='worker_ref', these='kept_workers')}")
    if teams:
        found.append(f"{KEPT[Reader.MANAGER]} AND {NAMED.format(key='team_ref', these='kept_teams')}")
    return f"({' OR '.join(found)})" if found else NOTHING_KEPT, {"kept_workers": workers, "kept_teams": teams}


def columns(*, viewer, child, now: RoundNow, on: date) -> Columns:
    """The round's answers as this person may see them. Raises NoSuchChild."""
    return columns_of_rounds(viewer=viewer, child=child, rounds=[now], on=on)[now.id]


def columns_of_rounds(*, viewer, child, rounds: Collection[RoundNow], on: date) -> dict[int, Columns]:
    """By round, its answers as this person may see them: three questions, however many rounds. Raises NoSuchChild."""
    check_seen(viewer=viewer, child=child, on=on)
    replies = {one.pk: one for one in Reply.objects.filter(round__in=[now.id for now in rounds])}
    ratings = list(Rating.objects.filter(reply__in=replies).select_related("category").order_by("reply_id", "pk"))
    safe = set(Category.objects.filter(is_safety=True).values_list("key", flat=True))
    reader, parts, me = reader_of(viewer), parts_to(viewer, child), str(viewer.public_id)
    found = {}
    for now in rounds:
        mine = {key: one for key, one in replies.items() if one.round_id == now.id}
        moment = moment_of(now)
        rated = (one for one in ratings if one.reply_id in mine)
        seen = [one for one in rated if may_see(reader, said_of(one), moment, own=one.said_by == me, parts=parts)]
        rows = tuple(_row(key, key in safe, seen, mine, now) for key in now.categories)
        found[now.id] = Columns(moment.opened, rows, tuple(words_of(mine.values(), reader, moment, me, parts)))
    return found


def moment_of(now: RoundNow) -> Moment:
    """How far a round has come, for those who read of it at work."""
    return Moment(worker_sent=Voice.WORKER in now.sent, over=now.is_over, own_sent=Voice.WORKER in now.sent)


def last_said(*, child, voice: Voice, household_id: int | None = None) -> dict[str, Last]:
    """By category, what this voice said last of this child with words: for a green that keeps them."""
    rows = Rating.objects.filter(child=child, voice=voice, colour__isnull=False).exclude(comment="")
    if household_id is not None:
        rows = rows.filter(reply__household_id=household_id)
    rows = rows.order_by("category_id", "-said_on", "-pk").distinct("category_id")
    told = rows.values_list("category__key", "pk", "comment", "said_on", "colour")
    return {key: Last(pk, said, on, Colour(colour)) for key, pk, said, on, colour in told if colour is not None}


def own_draft(*, viewer, now: RoundNow, voice: Voice) -> ReplyDraft | None:
    """What this person has begun and not sent; nobody else's is ever read."""
    return ReplyDraft.objects.filter(round_id=now.id, voice=voice, said_by=str(viewer.public_id)).first()


def answer_of(rating: Rating) -> Answer:
    """The answer that a row holds."""
    if rating.colour is None:
        return State(rating.state)
    return Colour(rating.colour)


def said_of(rating: Rating) -> Said:
    """What decides who sees this answer."""
    return Said(Voice(rating.voice), rating.category.is_safety, rating.show_carer, rating.not_my_worker, rating.about)


def _row(key: str, is_safety: bool, seen: Iterable[Rating], replies: Mapping[int, Reply], now: RoundNow) -> Row:
    mine: dict[Voice, list[Column]] = {}
    for one in seen:
        if one.category.key == key:
            mine.setdefault(Voice(one.voice), []).append(as_column(one, replies[one.reply_id]))
    answers = {voice: _counted(mine.get(voice, ())) for voice in now.voices}
    shown = {voice: tuple(mine.get(voice, ())) for voice in Voice if voice in now.voices or voice in mine}
    return Row(key, is_safety, shown, compare(answers, safety=is_safety))


def _counted(given: Iterable[Column]) -> Answer:
    """What counts of one voice: of several households the most worried; what was observed is never the child's."""
    told = [one.answer for one in given if not one.observed]
    colours = [one for one in told if isinstance(one, Colour)]
    return min(colours) if colours else next(iter(told), State.NOT_ANSWERED)


def as_column(one: Rating, reply: Reply) -> Column:
    """The answer as it stands in its column."""
    return Column(
        voice=Voice(one.voice),
        answer=answer_of(one),
        chosen=one.chosen,
        comment=one.comment,
        kept=one.kept_from_id is not None,
        said_by=one.said_by,
        said_on=one.said_on,
        observed=reply.form == OBSERVED,
        reply_id=reply.pk,
        rating_id=one.pk,
        kept_from=_kept_from(said_of(one)),
        at_home=one.show_carer and not one.category.is_safety,
        helped=helped_in_words(reply.helpers),
    )


def helped_in_words(helpers: Iterable[Mapping[str, str]]) -> str:
    """Who helped, by name and role, as one sentence; empty where nobody is named."""
    told = ", ".join(f"{one.get('name', '')} ({one.get('role', '')})" for one in helpers)
    return f"Helped by {told}." if told else ""


def _kept_from(said: Said) -> tuple[Reader, ...]:
    return tuple(one for one in (Reader.WORKER, Reader.MANAGER) if not may_see(one, said, OPEN))


def words_of(
    replies: Iterable[Any], reader: Reader, moment: Moment, me: str, parts: Collection[Reader] = frozenset()
) -> Iterable[Words]:
    """Their free words, as far as this reader may see them; `parts`: as whom else they stand to the child."""
    for one in replies:
        for what in FREE:
            words, choice = getattr(one, what), one.choices.get(what, {})
            told = Said(
                Voice(one.voice),
                show_carer=choice.get("show_carer", False),
                not_my_worker=choice.get("not_my_worker", False),
                about=choice.get("about", ""),
            )
            if words and may_see(reader, told, moment, own=one.said_by == me, parts=parts):
                observed, kept = one.form == OBSERVED, _kept_from(told)
                yield Words(one.pk, one.public_id, told.voice, what, words, observed, one.said_by, one.sent_at, kept)
