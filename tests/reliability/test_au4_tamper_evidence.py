"""AU4: a change made behind the application's back is found, and the first bad row is named.

100 random tamperings in ./test, 1,000 at night (SEENHEARD_NIGHT=1); each as the database's owner with triggers at
rest, on a chain whose heads were noted outside.
"""

import os
import random
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections, transaction

from seenheard.trail import operations, queries
from seenheard.trail.domain.chain import FIRST, link_hash
from seenheard.trail.models import Entry, Seal

pytestmark = pytest.mark.django_db(transaction=True)

NIGHT = bool(os.environ.get("SEENHEARD_NIGHT"))
TAMPERINGS = 1_000 if NIGHT else 100
WRITERS, ROWS_EACH = 50, (200 if NIGHT else 4)
ROWS, SEALED_EVERY = 24, 6
AT = datetime(2026, 3, 30, 9, 0, tzinfo=UTC)


@pytest.fixture
def chain(settings, tmp_path):
    """24 rows over four days, sealed and noted outside at the end of each day; entry ids in order of position."""
    settings.TRAIL_HEADS_FOLDER = tmp_path / "heads"
    for number in range(ROWS):
        at = AT + timedelta(days=number // SEALED_EVERY, minutes=number)
        with transaction.atomic():
            operations.write(
                what="looked_at_child",
                by=f"p{number}",
                at=at,
                children=[f"c{number}"],
                why=f"w{number}",
                counts={"n": number},
            )
        if number % SEALED_EVERY == SEALED_EVERY - 1:
            operations.seal(at=at)
    return list(Seal.objects.order_by("position").values_list("entry_id", flat=True))


# --- the tamperings: each returns the position at which it must be found ------------------------------------------


def change_a_value(chain, chance, sql) -> int:
    position = chance.randint(1, ROWS)
    assignment = chance.choice([
        "by = by || 'x'", "what = 'signed_in'", "why = overlay(why placing 'z' from 1 for 1)", "about = 'x'",
        "children = children || ARRAY['c99']", "children = '{}'", "counts = '{\"n\": 99}'", "counts = NULL",
        "at = at - interval '1 microsecond'", "xid = '3'",
    ])  # fmt: skip
    sql(f"UPDATE trail_entry SET {assignment} WHERE id = %s", chain[position - 1])
    return position


def delete_a_row(chain, chance, sql) -> int:
    position = chance.randint(1, ROWS)
    sql("DELETE FROM trail_entry WHERE id = %s", chain[position - 1])
    return position


def delete_a_row_and_its_seal(chain, chance, sql) -> int:
    position = chance.randint(1, ROWS - 1)
    sql("DELETE FROM trail_entry WHERE id = %s", chain[position - 1])
    sql("DELETE FROM trail_seal WHERE position = %s", position)
    return position


def insert_a_row_among_sealed_ones(chain, chance, sql) -> int:
    after = chain[chance.randint(2, ROWS) - 1]
    sql(
        "INSERT INTO trail_entry (id, at, by, what, children, about, why)"
        " SELECT id - 1, at, 'nobody', what, children, about, why FROM trail_entry WHERE id = %s",
        after,
    )
    return ROWS


def insert_a_row_with_a_seal(chain, chance, sql) -> int:
    position = chance.randint(1, ROWS)
    sql("INSERT INTO trail_entry (at, by, what, children, about, why) VALUES (%s, 'nobody', 'x', '{}', '', '')", AT)
    sql("UPDATE trail_seal SET position = -position - 1 WHERE position >= %s", position)
    sql("UPDATE trail_seal SET position = -position WHERE position < 0")
    sql(
        "INSERT INTO trail_seal SELECT %s, max(id), '\\x00'::bytea,"
        " (SELECT previous_hash FROM trail_seal WHERE position = %s) FROM trail_entry",
        position,
        position + 1,
    )
    return position


def swap_two_rows(chain, chance, sql) -> int:
    one, other = sorted(chance.sample(range(1, ROWS + 1), 2))
    _swap(chain[one - 1], chain[other - 1], sql)
    return one


def swap_two_days(chain, chance, sql) -> int:
    one, other = sorted(chance.sample(range(ROWS // SEALED_EVERY), 2))
    for step in range(SEALED_EVERY):
        _swap(chain[one * SEALED_EVERY + step], chain[other * SEALED_EVERY + step], sql)
    return one * SEALED_EVERY + 1


def cut_the_tail(chain, chance, sql) -> int:
    keep = chance.randint(0, ROWS - 1)
    sql("DELETE FROM trail_entry WHERE id IN (SELECT entry_id FROM trail_seal WHERE position > %s)", keep)
    sql("DELETE FROM trail_seal WHERE position > %s", keep)
    return keep + 1


def rewrite_from_a_row_on(chain, chance, sql) -> int:
    """Change one row and make every later hash anew: whole inside the database, told only by the next head outside."""
    position = chance.randint(1, ROWS)
    sql("UPDATE trail_entry SET why = 'rewritten' WHERE id = %s", chain[position - 1])
    previous = FIRST
    for link in list(queries._chain()):
        digest = link_hash(previous, link.position, link.row)
        sql("UPDATE trail_seal SET hash = %s, previous_hash = %s WHERE position = %s", digest, previous, link.position)
        previous = digest
    return -(-position // SEALED_EVERY) * SEALED_EVERY


def _swap(one: int, other: int, sql) -> None:
    """Exchange everything but the ids of two rows."""
    sql(
        "UPDATE trail_entry t SET at = o.at, by = o.by, children = o.children, why = o.why, counts = o.counts"
        " FROM trail_entry o WHERE (t.id, o.id) IN ((%s, %s), (%s, %s))",
        one, other, other, one,
    )  # fmt: skip


TAMPERINGS_OF = [
    change_a_value, delete_a_row, delete_a_row_and_its_seal, insert_a_row_among_sealed_ones, insert_a_row_with_a_seal,
    swap_two_rows, swap_two_days, cut_the_tail, rewrite_from_a_row_on,
]  # fmt: skip


def found_at(tamper, chain, chance) -> tuple[int | None, int]:
    """Tamper, verify, put back: where it was found (None: nowhere), and where it should have been."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        due = tamper(chain, chance, lambda statement, *values: cursor.execute(statement, values))
        fault = queries.verify().fault
        transaction.set_rollback(True)
    return (fault.position if fault else None), due


def test_the_untouched_chain_holds(chain):
    verdict = queries.verify()
    assert (verdict.fault, verdict.sealed, verdict.heads) == (None, ROWS, ROWS // SEALED_EVERY)


@pytest.mark.larger_at_night
def test_every_random_tampering_is_found_at_the_first_bad_row(chain):
    seed = random.randrange(1_000_000)
    chance = random.Random(seed)
    missed = []
    for number in range(TAMPERINGS):
        tamper = TAMPERINGS_OF[number % len(TAMPERINGS_OF)]
        found, due = found_at(tamper, chain, chance)
        if found != due:
            missed.append((tamper.__name__, found, due))
    assert missed == [], f"seed {seed}"
    assert queries.verify().fault is None, "every tampering was put back"


@pytest.mark.larger_at_night
def test_fifty_writers_and_two_sealers_make_one_chain_without_a_fork(chain):
    failures: list[Exception] = []

    def run(work):
        try:
            work()
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    def write():
        for _ in range(ROWS_EACH):
            with transaction.atomic():
                operations.write(what="looked_at_child", by="many", at=AT)

    def seal():
        while any(writer.is_alive() for writer in writers):
            operations.seal(at=AT)

    writers = [threading.Thread(target=run, args=(write,)) for _ in range(WRITERS)]
    for thread in writers:
        thread.start()
    sealers = [threading.Thread(target=run, args=(seal,)) for _ in range(2)]
    for thread in sealers:
        thread.start()
    for thread in writers + sealers:
        thread.join(120)
    operations.seal(at=AT)
    assert failures == []
    everything = ROWS + WRITERS * ROWS_EACH
    assert Entry.objects.count() == Seal.objects.count() == everything
    verdict = queries.verify()
    assert (verdict.fault, verdict.sealed, verdict.not_yet_sealed) == (None, everything, 0)


# --- planted faults -----------------------------------------------------------------------------------------------


def test_without_the_heads_outside_a_rewrite_and_a_cut_go_unseen(chain, settings, tmp_path):
    """So it is the heads that find them, and the check above would say so if they were not read."""
    settings.TRAIL_HEADS_FOLDER = tmp_path / "empty"
    for tamper in (rewrite_from_a_row_on, cut_the_tail):
        assert found_at(tamper, chain, random.Random(1))[0] is None


def test_a_hash_that_leaves_out_a_column_turns_this_check_red(chain, monkeypatch):
    """Planted: the verifier takes the row's `why` from the seal's word instead of the table."""
    kept = {link.position: link.row.why for link in queries._chain()}
    honest = queries._link

    def blind(columns):
        link = honest(columns)
        return replace(link, row=replace(link.row, why=kept[link.position]))

    monkeypatch.setattr(queries, "_link", blind)

    def change_why(chain, chance, sql):
        sql("UPDATE trail_entry SET why = 'x' WHERE id = %s", chain[0])
        return 1

    assert found_at(change_why, chain, random.Random(1))[0] is None
