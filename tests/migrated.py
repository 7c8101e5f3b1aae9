"""A database that has all tables, kept on the tests' own server for others to be copied from: migrating takes seconds.

Whoever runs tests on a server of somebody else's (DATABASE_URL) migrates each time, and leaves nothing there.
"""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
IN_THE_MAKING = "migrated_half"
ONE_AT_A_TIME = 0x6D_6967_7261  # "migra"


def name() -> str:
    """Changes with every migration, ours or a library's. What else changed, `migrate` brings to each copy."""
    told = hashlib.sha256((ROOT / "requirements-dev.lock").read_bytes())
    for file in sorted((ROOT / "src").rglob("migrations/*.py")):
        told.update(file.read_bytes())
    return f"migrated_{told.hexdigest()[:16]}"


def copied_from(connection) -> str:
    """The name of the database to copy, made if it is not there; of several processes one makes it."""
    wanted = name()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])  # until this cursor's connection closes
        cursor.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'migrated\_%'")
        there = {found for (found,) in cursor.fetchall()}
        if wanted not in there:
            _make(connection)
            cursor.execute(f'ALTER DATABASE "{IN_THE_MAKING}" RENAME TO "{wanted}"')
            for outdated in there - {IN_THE_MAKING}:
                cursor.execute(f'DROP DATABASE "{outdated}"')
    return wanted


def _make(connection) -> None:
    settings = connection.settings_dict
    real, test = settings["NAME"], settings["TEST"]["NAME"]
    settings["TEST"]["NAME"] = IN_THE_MAKING
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        connection.close()
        settings["NAME"], settings["TEST"]["NAME"] = real, test
