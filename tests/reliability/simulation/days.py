"""The days in their order: each step is planned by chance, done, sometimes twice or with a fault in it, and checked."""

import re
from collections.abc import Callable

import pytest
from django.db import OperationalError

from seenheard.config import clock, jobs
from seenheard.trail.models import Entry

from . import desk_work, imports, invariants, of_prompts, of_seeing, of_the_record, staffing, typed
from .authority import Authority, Plan
from .faults import State, differing, fails_at

Step = Callable[[Authority], Plan | None]
STEPS: tuple[tuple[int, Step], ...] = (
    (8, typed.event),
    (10, typed.visit),
    (7, typed.correct),
    (3, typed.withdraw),
    (5, typed.answer),
    (4, typed.action),
    (5, typed.finish),
    (4, typed.booking),
    (6, desk_work.draft),
    (2, desk_work.explain),
    (6, desk_work.attend),
    (5, imports.an_import),
    (3, imports.undone),
    (1, staffing.joins),
    (3, staffing.switched),
    (2, staffing.moves),
    (3, staffing.goes_away),
    (1, staffing.comes_back),
    (2, staffing.restricts),
    (2, staffing.frees),
    (2, staffing.declares),
    (4, staffing.opens),
    (1, staffing.keeps_here),
)
PER_DAY = (4, 11)
FAULTY, TWICE, LATE = 0.15, 0.15, 0.3
SEEN_AGAIN_EVERY = 10  # days: of these evenings it is asked at the end what was known then


HELD = (of_the_record, of_prompts, of_seeing)  # each registers its checks with `invariants` when it is read


class Broken(AssertionError):
    """Something that has to be true is not. Says how to have the same again."""

    def __init__(self, authority: Authority, check: str, found: list[str]) -> None:
        self.check = check
        last = "\n  ".join(authority.journal[-6:])
        super().__init__(
            f"{check}: {'; '.join(found[:5])}\n"
            f"seed {authority.seed}, day {authority.day} ({authority.on}), step {authority.step}. The last steps:\n  {last}\n"
            f"Again: SIMULATED_SEED={authority.seed} SIMULATED_DAYS={authority.day + 1}"
            " pytest tests/reliability/simulation -k one_seed"
        )


def simulate(seed: int, days: int, monkeypatch: pytest.MonkeyPatch, *, often: tuple[Step, ...] = ()) -> Authority:
    """So many days of the authority that this seed makes. Raises Broken. The database is empty before.

    `often`: what is done as often as everything else together.
    """
    authority = Authority(seed)
    monkeypatch.setattr(clock, "now", lambda: authority.now)
    run = Run(authority, monkeypatch, often)
    run.opens_its_doors()
    for _ in range(days):
        run.one_day()
    run.hold(invariants.AT_THE_END)
    return authority


class Run:
    """One seed on its way."""

    def __init__(self, authority: Authority, monkeypatch: pytest.MonkeyPatch, often: tuple[Step, ...]) -> None:
        self.authority, self.monkeypatch, self.state = authority, monkeypatch, State()
        self.steps = (*STEPS, *((sum(weight for weight, _ in STEPS) // len(often), act) for act in often))

    # --- a day ---------------------------------------------------------------------------------------------------

    def opens_its_doors(self) -> None:
        """The first people come in, and the first file."""
        for who in staffing.STAFF:
            self.step(staffing.joining(self.authority, *who))
        first = imports.an_import(self.authority)
        self.step(first)
        self.jobs_of_the_day()

    def one_day(self) -> None:
        """A day from its morning to its evening; the change of day comes at once or late."""
        chance = self.authority.chance
        steps = chance.randint(*PER_DAY)
        changes_at = chance.randint(1, steps - 1) if chance.random() < LATE else 0
        for number in range(steps):
            if number == changes_at:
                self.job("change of day", jobs.change_day)
            self.a_step()
        self.jobs_of_the_day()
        self.hold(invariants.EVERY_STEP)
        self.hold(invariants.WHEN_SEEING_CHANGED)
        self.hold(invariants.EVERY_EVENING)
        if self.authority.day % SEEN_AGAIN_EVERY == 0:
            self.authority.evenings[self.authority.on] = (self.authority.now, of_the_record.known_now(self.authority))
        self.authority.next_morning()

    def jobs_of_the_day(self) -> None:
        """What runs behind the pages: each of it some days twice."""
        self.job("change of day", jobs.change_day)
        self.job("clocks", jobs.take_changes)
        self.job("digests", jobs.digest)
        self.job("messages", jobs.tell)
        self.job("looks", jobs.notice_looks)
        self.job("sealing", jobs.seal)

    def job(self, name: str, act: Callable[[], None]) -> None:
        """A job, perhaps with a fault in it at first, perhaps twice; the second time changes nothing."""
        chance = self.authority.chance
        self.authority.goes_on()
        self.say(f"job: {name}")
        if chance.random() < FAULTY / 2:
            self.fails(act, chance.randint(1, 12), whole=name not in ("messages", "sealing", "digests"))
        act()
        if chance.random() < TWICE:
            before = self.state.now()
            act()
            if changed := differing(before, self.state.now()):
                raise Broken(self.authority, "a job run twice", changed)
            self.authority.counted("jobs twice")

    # --- a step --------------------------------------------------------------------------------------------------

    def a_step(self) -> None:
        """Whatever chance has somebody do next."""
        self.authority.goes_on()
        weights, plans = zip(*self.steps, strict=True)
        plan = self.authority.chance.choices(plans, weights)[0](self.authority)
        if plan is None:
            return
        self.step(plan)
        if not (
            plan.touches_seeing and plan.says.startswith(("import", "undo")) and self.authority.chance.random() < LATE
        ):
            self.job("clocks", jobs.take_changes) if plan.touches_seeing else None
        self.hold(invariants.EVERY_STEP)
        if plan.touches_seeing:
            self.hold(invariants.WHEN_SEEING_CHANGED)

    def step(self, plan: Plan) -> None:
        """Do what is planned, and hold what it did against what was expected."""
        chance = self.authority.chance
        self.authority.step += 1
        self.say(plan.says + (" (refused)" if plan.refused else ""))
        if plan.refused:
            self.is_refused(plan)
            return
        if chance.random() < FAULTY and self.fails(plan.do, chance.randint(1, 25), whole=True, keep=plan):
            return
        since = self._last_row()
        done = plan.do()
        self.remember(plan, done, since)

    def remember(self, plan: Plan, done, since: int) -> None:
        """What was confirmed, its rows in the trail, and that it is not done again when sent again."""
        expected = sorted(plan.remember(done))
        rows = Entry.objects.filter(pk__gt=since).values_list("what", "by", "children")
        written = sorted((what, by, tuple(children)) for what, by, children in rows)
        if written != expected:
            raise Broken(self.authority, "every act has its trail row", [f"{written} instead of {expected}"])
        self.authority.counted("acts")
        if plan.again and self.authority.chance.random() < TWICE:
            self.is_sent_again(plan)

    def is_sent_again(self, plan: Plan) -> None:
        """The same form once more: whatever it answers, nothing changes."""
        before = self.state.now()
        try:
            plan.do()
        except Exception as answered:  # noqa: BLE001 - that it was refused is as good as that it wrote nothing
            self.say(f"  again: {type(answered).__name__}")
        if changed := differing(before, self.state.now()):
            raise Broken(self.authority, "sent twice is once", changed)
        self.authority.counted("sent twice")

    def is_refused(self, plan: Plan) -> None:
        """What must be refused is, in this way, and leaves nothing."""
        before = self.state.now()
        try:
            plan.do()
        except plan.refused:
            pass
        except Exception as other:
            raise Broken(self.authority, "refused as it should be", [repr(other)]) from other
        else:
            raise Broken(self.authority, "refused as it should be", ["it was done"])
        if changed := differing(before, self.state.now()):
            raise Broken(self.authority, "what is refused leaves nothing", changed)
        self.authority.counted("refused")

    def fails(self, act: Callable, kth: int, *, whole: bool, keep: Plan | None = None) -> bool:
        """The kth call to the database fails: then all is as before, if the act is one whole. Whether it was done."""
        before, since = self.state.now(), self._last_row()
        try:
            with fails_at(kth, self.monkeypatch):
                done = act()
        except OperationalError:
            self.authority.counted("faults")
            changed = differing(before, self.state.now())
            if changed and whole:
                raise Broken(self.authority, "a fault leaves all as before", changed) from None
            return False
        if keep:
            self.remember(keep, done, since)
        return True

    # --- checking ------------------------------------------------------------------------------------------------

    def hold(self, checks: dict[str, invariants.Check]) -> None:
        """Raise Broken for the first of these that does not hold."""
        for name, check in checks.items():
            if found := list(check(self.authority)):
                raise Broken(self.authority, name, found)
            self.authority.counted("held")

    def say(self, words: str) -> None:
        """A line of the journal; what the database numbers itself is left out, so that two runs can be compared."""
        self.authority.journal.append(f"{self.authority.now.isoformat()} {UUID.sub('…', words)}")

    @staticmethod
    def _last_row() -> int:
        return Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
