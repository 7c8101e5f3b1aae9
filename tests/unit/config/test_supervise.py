"""`./run`: what it serves and to whom, and that a process that dies is started again."""

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from seenheard.config import supervise
from seenheard.config.supervise import Kept

FOR_EVER = [sys.executable, "-c", "import time; time.sleep(60)"]
AT_ONCE = [sys.executable, "-c", "raise SystemExit(3)"]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "[::]", "seen.fenmarsh.example", ""])
def test_other_machines_are_served_in_production_only(host):
    assert "PRODUCTION" in supervise.refusal(f"{host}:8917", production=False)


def test_production_may_serve_other_machines():
    assert supervise.refusal("0.0.0.0:8917", production=True) == ""


@pytest.mark.parametrize("bind", ["127.0.0.1:8917", "localhost:8917", "[::1]:8917"])
def test_this_machine_is_always_served(bind):
    assert supervise.refusal(bind, production=False) == ""


@pytest.mark.parametrize("bind", ["127.0.0.1", "127.0.0.1:http", ":"])
def test_what_is_no_address_is_said(bind):
    assert "HOST:PORT" in supervise.refusal(bind, production=False)


def test_an_address_in_use_is_said():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = supervise.refusal(f"127.0.0.1:{taken.getsockname()[1]}", production=False)
    assert "already" in said and "--bind" in said


@pytest.fixture
def kept():
    made: list[Kept] = []

    def keep(command):
        made.append(Kept("job worker", command))
        made[-1].start()
        return made[-1]

    yield keep
    for one in made:
        one.end()


def test_a_process_that_dies_is_said_and_started_again(kept, monkeypatch, capsys):
    one = kept(FOR_EVER)
    first = one.process.pid
    one.process.send_signal(signal.SIGKILL)
    one.process.wait()
    rounds = iter([None, supervise.Stopped()])

    def sleep(_):
        if problem := next(rounds):
            raise problem

    with monkeypatch.context() as patched, pytest.raises(supervise.Stopped):
        patched.setattr(supervise.time, "sleep", sleep)
        supervise.watch([one])
    assert one.process.pid != first and not one.has_died()
    assert "The job worker ended unexpectedly; starting it again." in capsys.readouterr().out


def test_a_database_that_dies_is_said_and_started_again(monkeypatch, capsys):
    class Server:
        folder = "the folder"

        def is_ready(self):
            return False

    started = []

    def start(folder):
        started.append(folder)
        raise supervise.Stopped

    with monkeypatch.context() as patched, pytest.raises(supervise.Stopped):
        patched.setattr(supervise.time, "sleep", lambda _: None)
        patched.setattr(supervise.database, "start", start)
        supervise.watch([], Server())
    assert started == ["the folder"]
    assert "The database ended unexpectedly" in capsys.readouterr().out


def test_asked_twice_to_stop_it_goes_on_stopping():
    code = (
        "import os, signal, time\n"
        "from seenheard.config import supervise\n"
        "signal.signal(signal.SIGTERM, supervise.stop)\n"
        "try:\n"
        "    try:\n"
        "        os.kill(os.getpid(), signal.SIGTERM); time.sleep(5)\n"
        "    finally:\n"
        "        os.kill(os.getpid(), signal.SIGTERM); time.sleep(0.2); print('ended')\n"
        "except supervise.Stopped:\n"
        "    print('stopped')\n"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
    assert told.stdout.split() == ["ended", "stopped"]


@pytest.mark.skipif(sys.platform != "linux", reason="the system call is Linux's")
def test_what_was_started_ends_when_we_are_killed_outright():
    code = (
        "import time\nfrom seenheard.config.supervise import Kept\n"
        f"one = Kept('x', {FOR_EVER!r}); one.start(); print(one.process.pid, flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        child = int(parent.stdout.readline())
        parent.kill()
    for _ in range(50):
        if not is_running(child):
            return
        time.sleep(0.1)
    pytest.fail("the child outlived us")


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


def test_one_that_keeps_dying_ends_everything(kept, capsys):
    assert supervise.watch([kept(AT_ONCE)]) == 1
    assert "keeps ending" in capsys.readouterr().out


def test_ending_leaves_nothing_behind(kept):
    parent = kept([sys.executable, "-c", f"import subprocess; subprocess.run({FOR_EVER!r})"])
    time.sleep(0.3)
    group = parent.process.pid
    parent.end()
    assert subprocess.run(["pgrep", "-r", "R,S,D", "-g", str(group)], capture_output=True).stdout == b""
