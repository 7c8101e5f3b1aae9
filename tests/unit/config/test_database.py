"""The private PostgreSQL: made once, shared, stopped by its last user, silent about values, closed to others."""

import os
import signal
import stat
import subprocess
import sys
import time

import psycopg
import pytest

from seenheard.config import database, environment


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    yield (made := tmp_path_factory.mktemp("db") / "pg_test")
    database.stop(made)


@pytest.fixture(scope="module")
def owner(folder):
    return database.start(folder)


@pytest.mark.slow
def test_starting_twice_gives_the_same_server(folder, owner):
    assert database.start(folder) == owner
    with psycopg.connect(owner) as connection:
        assert connection.execute("SELECT current_user").fetchone() == (database.OWNER,)


@pytest.mark.slow
def test_it_listens_on_no_network_and_asks_for_a_password(folder, owner):
    with psycopg.connect(owner) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    server = database.find(folder.resolve())
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(database.address(database.OWNER, "wrong", server.socket))


@pytest.mark.slow
def test_only_this_account_can_read_the_password(folder, owner):
    mode = stat.S_IMODE(os.stat(folder.with_name("pg_test.pw")).st_mode)
    assert mode == 0o600


@pytest.mark.slow
def test_the_servers_log_never_holds_a_value(folder, owner):
    canary = "Zebedee-Quillfeather"
    faults = [
        ("SELECT %s::int", [canary]),
        (f"SELECT '{canary}' FROM nowhere", None),
        ("INSERT INTO pg_temp.named VALUES (%s), (%s)", [canary, canary]),
        ("DO $$ BEGIN RAISE EXCEPTION 'about Zebedee-Quillfeather'; END $$", None),
    ]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("CREATE TEMP TABLE named (name text UNIQUE)")
        for statement, values in faults:
            with pytest.raises(psycopg.Error):
                connection.execute(statement, values)
    log = (database.find(folder.resolve()).data / "server.log").read_text()
    assert "ready to accept connections" in log  # it is the right file, and it is written
    assert canary not in log


@pytest.mark.slow
def test_the_last_of_several_users_stops_it(tmp_path):
    folder = tmp_path / "pg_test"
    with database.in_use(folder):
        code = "import sys, pathlib; from seenheard.config import database\nwith database.in_use(pathlib.Path(sys.argv[1])): pass"
        subprocess.run([sys.executable, "-c", code, str(folder)], check=True, timeout=60)
        assert database.find(folder).is_ready()  # the other one has gone, and we are still here
    assert not database.find(folder).is_ready()


@pytest.fixture
def during(tmp_path):
    """Begins `during` with a command that runs until `over` exists, once that command has the address."""
    folder, over, begun = tmp_path / "pg_test", tmp_path / "over", []
    code = (
        "import os, pathlib, sys, time; print(os.environ['DATABASE_URL'], flush=True)\n"
        "while not pathlib.Path(sys.argv[1]).exists(): time.sleep(0.01)"
    )
    command = [sys.executable, database.__file__, "during", str(folder), sys.executable, "-c", code, str(over)]

    def begin(command=command):
        begun.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        assert begun[-1].stdout.readline().startswith("postgresql://")
        return begun[-1]

    begin.folder, begin.over, begin.command = folder, over, command
    yield begin
    over.touch()
    for one in begun:
        one.wait(60)
        one.stdout.close()
    database.stop(folder)


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_asked_to_end_it_asks_the_command_and_stops_the_server(during, number):
    one = during()
    assert database.find(during.folder).is_ready()
    one.send_signal(number)
    assert one.wait(60) == 128 + number
    assert not database.find(during.folder).is_ready()


@pytest.mark.slow
def test_asked_to_end_it_leaves_the_server_to_whoever_still_uses_it(during):
    with database.in_use(during.folder) as owner:
        one = during()
        one.terminate()
        one.wait(60)
        with psycopg.connect(owner) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not database.find(during.folder).is_ready()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the system call is Linux's")
def test_when_whoever_began_it_is_killed_outright_it_ends_too(during):
    parent = during([sys.executable, "-c", f"import subprocess; subprocess.run({during.command!r})"])
    parent.kill()
    until = time.monotonic() + 60
    while database.find(during.folder).is_ready():
        assert time.monotonic() < until, "the server outlived whoever used it"
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs the account nobody")
def test_as_root_without_user_namespaces_it_runs_as_nobody(tmp_path, monkeypatch):
    monkeypatch.setenv("PG_NO_USERNS", "1")
    folder = tmp_path / "pg_test"
    try:
        with psycopg.connect(database.start(folder)) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert os.stat(database.find(folder).data).st_uid == database.NOBODY
    finally:
        database.stop(folder)


def test_without_any_postgresql_the_sentence_says_what_to_do(monkeypatch):
    monkeypatch.delenv("PG_BIN", raising=False)
    monkeypatch.setattr(database, "WHEELS", ())
    monkeypatch.setattr(database.Path, "glob", lambda *_: iter(()))
    with pytest.raises(database.NoServer, match="Set DATABASE_URL"):
        database._programs()


def test_a_long_folder_gets_a_short_socket(tmp_path):
    far = tmp_path / ("deep" * 30)
    assert len(str(database.Server(tmp_path, far, far).socket)) < database.LONGEST_SOCKET_FOLDER


def test_a_secret_is_made_once_and_kept_from_others(tmp_path):
    path = tmp_path / "var" / "secret.key"
    first = database.secret(path)
    assert database.secret(path) == first and len(first) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_wrong_use_is_told(capsys):
    assert database.main(["dance"]) == 2
    assert "start [FOLDER]" in capsys.readouterr().err


def test_the_web_address_has_the_serving_role_and_its_own_password(tmp_path, monkeypatch):
    monkeypatch.setenv("SEENHEARD_VAR", str(tmp_path))
    web = environment.web_address("postgresql://owner:hush@db.example:5433/seen?sslmode=verify-full")
    assert web.startswith("postgresql://seenheard_web:") and web.endswith("@db.example:5433/seen?sslmode=verify-full")
    assert "hush" not in web
    assert environment.web_address("postgresql://o:h@/postgres?host=/tmp/x").endswith("@/postgres?host=/tmp/x")
