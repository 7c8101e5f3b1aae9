"""PR1: a child's words stand on the pages of whom they concern, and nowhere else that a request leaves something.

Every sensitive word of seven children is unique (`dyed.py`), and so is every word typed into a form here. Pages are asked
for as five actors, forms are filled and sent, and every view is made to fail with the words in its exception. Then the
words are looked for in what was logged (by the product's own configuration), in PostgreSQL's log, in jobs, sessions,
messages and mail, among files kept, in the process's own title and environment, and in titles, addresses and headers.

What a browser itself keeps (history, storage) is not looked into: nothing there but addresses, which are asked about here.
"""

import html
import io
import logging
import logging.config
import os
import re
from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.urls import get_resolver

from seenheard.config import clock, logs
from seenheard.prompts import operations as prompts
from tests.reliability import dyed as dye
from tests.reliability.dyed import SPELLED
from tests.reliability.world import AT

pytestmark = pytest.mark.django_db(databases=["default", "apart"])
ACTORS = ("worker", "service manager", "analyst", "guardian", "administrator")
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
ADDRESSES = re.compile(r"""(?:href|action|src|formaction)=["']([^"']*)["']""")
FIELD = re.compile(r"<(input|textarea|select)\b([^>]*)>")
NAMED = re.compile(r"""\b(name|type|value)=["']([^"']*)["']""")


@pytest.fixture(scope="module")
def built(for_this_file):
    with for_this_file():
        return dye.build()


@pytest.fixture
def dyed(built, db, monkeypatch, settings, tmp_path):
    """The world, with folders of its own: the sealed files of other tests hold any letters by chance."""
    monkeypatch.setattr(clock, "now", lambda: AT)
    settings.FILES_FOLDER, settings.TRAIL_HEADS_FOLDER = tmp_path / "files", tmp_path / "heads"
    return built


@pytest.fixture
def logged():
    """What the product's own logging writes while the test runs."""
    written = io.StringIO()
    before = {name: (log.handlers[:], log.level) for name, log in _loggers()}
    wanted = deepcopy(logs.SETTINGS)
    wanted["handlers"]["stderr"]["stream"] = written
    logging.config.dictConfig(wanted)
    yield written
    for name, log in _loggers():
        log.handlers[:], level = before.get(name, ([], logging.NOTSET))
        log.setLevel(level)


def _loggers():
    yield "", logging.getLogger()
    for name in logging.root.manager.loggerDict:
        yield name, logging.getLogger(name)


@pytest.fixture
def servers_log():
    """What PostgreSQL has logged since the test began."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        written = Path(cursor.fetchone()[0], "server.log")
    assert written.exists(), f"{written} is not the log of a server of our own: PR1 cannot look into it"
    began = written.stat().st_size
    return lambda: written.read_bytes()[began:].decode("utf-8", "replace")


def words_in(text: str) -> set[str]:
    return set(SPELLED.findall(text))


def left_over(logged, servers_log) -> dict[str, set[str]]:
    """Every place where requests leave something, with the words found there."""
    places = {
        "what was logged": logged.getvalue(),
        "PostgreSQL's log": servers_log(),
        "mail": " ".join(f"{one.subject} {one.body} {one.to}" for one in mail.outbox),
        "sessions": " ".join(str(one.get_decoded()) for one in Session.objects.all()),
        "the process": " ".join([*os.environ.values(), Path("/proc/self/cmdline").read_text()]),
        "files kept": " ".join(_kept()),
    }
    for table, columns in (
        ("procrastinate_jobs", "args::text"),
        ("prompts_message", "prompts_message::text"),
        ("config_throttle", "cache_key || value"),
    ):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT coalesce(string_agg({columns}, ' '), '') FROM {table}")
            places[table] = cursor.fetchone()[0]
    return {place: found for place, text in places.items() if (found := words_in(text))}


def _kept():
    for folder in (settings.FILES_FOLDER, settings.TRAIL_HEADS_FOLDER):
        for one in Path(folder).rglob("*"):
            if one.is_file():
                yield one.name + one.read_bytes().decode("utf-8", "replace")


def told_by_the_way(answer) -> set[str]:
    """The words of an answer that stand in its title, its headers or an address."""
    parts = [*TITLE.findall(answer.text), *ADDRESSES.findall(answer.text), *(value for _, value in answer.headers)]
    return words_in(" ".join(parts))


def test_reading_leaves_no_word_behind(dyed, logged, servers_log):
    assert len(dyed.words) >= 300
    shown, by_the_way = set(), {}
    for actor in ACTORS:
        for answer in dye.crawl(dyed, actor):
            shown |= words_in(answer.text)
            if told := told_by_the_way(answer):
                by_the_way[f"{answer.page} as {actor}"] = told
    assert len(shown) > 80  # else the crawler is blind
    prompts.make_digests(on=AT.date(), at=AT)
    assert by_the_way == {}
    assert "seenheard.access" in logged.getvalue()
    assert left_over(logged, servers_log) == {}


class Boom(Exception):
    """Nobody foresaw it."""


def test_no_error_says_a_word(dyed, logged, servers_log, monkeypatch):
    """Every view fails, with the child's words in the exception, in its cause and in the locals of its frames."""
    words = sorted(dyed.words)[:50]

    def fail(request, *args, **kwargs):
        held = list(words)
        try:
            raise ValueError(f"inner {held}")
        except ValueError as inner:
            raise Boom(f"Key (upn)=({held[0]}) already exists", held) from inner

    patterns = list(_patterns(get_resolver()))
    for pattern in patterns:
        monkeypatch.setattr(pattern, "callback", fail)
    failed = set()
    for answer in dye.crawl(dyed, "service manager"):
        if answer.status == 500:
            failed.add(answer.page)
        assert words_in(answer.text) == set() == words_in(str(answer.headers)), answer.page
    assert len(failed) > 40
    assert "Boom at" in logged.getvalue() and logged.getvalue().count("failed:") >= len(failed)
    assert left_over(logged, servers_log) == {}


def _patterns(resolver):
    for one in resolver.url_patterns:
        if hasattr(one, "url_patterns"):
            yield from _patterns(one)
        else:
            yield one


# --- forms ---------------------------------------------------------------------------------------------------------


def filled(text: str, word) -> dict[str, str]:
    """A page's fields as somebody fills them in: a word of its own wherever words go."""
    sent = {}
    for tag, rest in FIELD.findall(text):
        told = {name: html.unescape(value) for name, value in NAMED.findall(rest)}
        name, kind = told.get("name", ""), told.get("type", "text")
        if not name or name == "csrfmiddlewaretoken":
            continue
        if tag == "textarea" or (tag == "input" and kind in {"text", "search", "email"}):
            sent[name] = AN_ANSWER.get(name.rpartition("_")[2]) or word(name)
        elif tag == "input" and kind == "hidden":
            sent[name] = told.get("value", "")
        elif tag == "input" and kind in {"radio", "checkbox"}:
            sent.setdefault(name, told.get("value", ""))
    return sent


TODAY: date = AT.date()
AN_ANSWER = {"day": str(TODAY.day), "month": str(TODAY.month), "year": str(TODAY.year)}


def test_what_is_typed_into_forms_is_left_nowhere(dyed, logged, servers_log):
    typed: list[str] = []

    def word(name: str) -> str:
        number, letters = 456_000 + len(typed), ""  # far from those the children have
        for _ in range(4):
            number, rest = divmod(number, 26)
            letters += chr(ord("a") + rest)
        typed.append(f"Zq{letters}x")
        return f"{typed[-1]} and some more words"

    client = dyed.browser("worker")
    by_the_way, kept = {}, set()

    def send(where: str, text: str) -> str:
        """Fill the form on a page and send it; what came, after being sent on."""
        response = client.post(where, filled(text, word), follow=True)
        gone = " ".join(url for url, _ in response.redirect_chain)
        came = response.content.decode("utf-8", "replace")
        kept.update(words_in(came) & set(typed))
        answer = dye.Answer(
            "worker", where, "mine", "POST", response.status_code, came, tuple(response.headers.items())
        )
        if told := told_by_the_way(answer) | words_in(gone):
            by_the_way[where] = told
        return response.redirect_chain[-1][0] if response.redirect_chain else ""

    kinds = ("contact_decided", "care_plan_made", "placement_started", "supervision_held", "accommodation_moved_to")
    child = dyed.children["mine"].public_id
    pages = ["", "visit/", "to-do/", "to-do/actions/", "to-do/book/", "to-do/late/", *(f"record/{k}/" for k in kinds)]
    for page in [f"/children/{child}/{page}" for page in pages] + [f"/conflicts/{child}/declare/", "/children/"]:
        read = client.get(page)
        if read.status_code == 200 and "<form" in (text := read.content.decode()):
            sent_on = send(page, text)
            if sent_on.startswith("/visits/"):  # the visit's own form, now that it is begun
                send(sent_on, client.get(sent_on).content.decode())
    assert len(typed) >= 9 and kept, f"the forms were not filled: {len(typed)}"
    assert by_the_way == {}
    assert left_over(logged, servers_log) == {}


# --- planted faults ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "place", ["what was logged", "PostgreSQL's log", "sessions", "procrastinate_jobs", "mail", "files kept"]
)
def test_a_word_left_behind_turns_this_check_red(place, dyed, logged, servers_log):
    word = next(iter(dyed.words))
    PLANTED[place](word)
    assert left_over(logged, servers_log) == {place: {word}}


def _leave_a_file(word: str) -> None:
    Path(settings.FILES_FOLDER).mkdir()
    Path(settings.FILES_FOLDER, "left.csv").write_text(word)


def _leave_a_job(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('default', 'x', %s)",
            [f'{{"name": "{word}"}}'],
        )


def _leave_a_session(word: str) -> None:
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session["child"] = word
    session.save()


def _let_the_server_log(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE LOG '%', '{word}'; END $$")


PLANTED = {
    "PostgreSQL's log": _let_the_server_log,
    "what was logged": lambda word: logging.getLogger("seenheard").warning("a child called %s", word),
    "sessions": _leave_a_session,
    "procrastinate_jobs": _leave_a_job,
    "mail": lambda word: mail.send_mail(word, "x", "a@b.example", ["c@d.example"]),
    "files kept": _leave_a_file,
}


def test_a_title_with_a_name_turns_this_check_red(dyed):
    word = next(iter(dyed.words))
    answer = dye.Answer("worker", "desk:child", "mine", "GET", 200, f"<title>{word}</title>", ())
    assert told_by_the_way(answer) == {word}
