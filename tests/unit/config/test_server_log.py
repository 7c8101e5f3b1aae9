"""The web server's log holds nothing of what it was asked."""

import logging

import pytest
from gunicorn.config import Config

from seenheard.config import supervise
from seenheard.config.server_log import WithoutValues

CANARY = "Zebedee-Quillfeather"


@pytest.fixture
def told(caplog):
    log = WithoutValues(Config())
    log.error_log.propagate = True
    with caplog.at_level(logging.DEBUG, logger="gunicorn.error"):
        yield log, caplog
    log.error_log.propagate = False


def test_a_failure_is_told_by_class_and_place(told):
    log, written = told
    try:
        raise ValueError(CANARY)
    except ValueError:
        log.exception("Error handling request %s", f"/children/{CANARY}/")
    assert "ValueError at" in written.text and CANARY not in written.text


def test_a_senseless_request_is_told_without_its_words(told):
    log, written = told
    log.warning(f"Invalid request from ip=127.0.0.1: Invalid HTTP request line: 'GET /{CANARY}'")
    assert "makes no sense" in written.text and CANARY not in written.text


def test_other_warnings_are_told(told):
    log, written = told
    log.warning("Worker %s was sent SIGTERM", 7)
    assert "Worker 7 was sent SIGTERM" in written.text


def test_the_site_is_served_with_this_log():
    command = supervise.web("127.0.0.1:8917")
    assert command[command.index("--logger-class") + 1] == "seenheard.config.server_log.WithoutValues"
