"""WH2: asking twice changes nothing but the trail and the session."""

import pytest
from django.db import transaction

from tests.reliability.signed_in import as_left
from tests.reliability.tables import TRAIL_AND_SESSION, differing, fingerprints
from tests.reliability.test_az1_every_url import TABLE, due
from tests.reliability.world import ACTORS, real_path

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def readers() -> list[tuple[str, str]]:
    """Every address that answers GET with a page or a way on, with the first actor who gets it and one stranger."""
    found = []
    for name in sorted(TABLE["url"]):
        actors = [actor for actor in ACTORS if due(name, actor, "GET") in ("page", "goes on", "sign in")]
        best = next((actor for actor in actors if due(name, actor, "GET") == "page"), None)
        found += [(name, actor) for actor in dict.fromkeys([best, "stranger"]) if actor in actors]
    return found


def changed_by_asking_twice(name, actor, world) -> set[str]:
    client, path = as_left(actor, world), real_path(name, world)
    before = fingerprints(but=TRAIL_AND_SESSION)
    savepoint = transaction.savepoint()
    client.get(path)
    client.get(path)
    changed = differing(before, fingerprints(but=TRAIL_AND_SESSION))
    transaction.savepoint_rollback(savepoint)
    return changed


@pytest.mark.parametrize(("name", "actor"), readers())
def test_asking_twice_changes_nothing(name, actor, world):
    assert changed_by_asking_twice(name, actor, world) == set()


def test_a_page_that_counts_its_readers_turns_this_check_red(world, monkeypatch):
    from seenheard.accounts.models import User
    from seenheard.desk import views

    real = views.trail.write

    def count(**row):
        User.objects.filter(pk=row["by"].pk).update(name="Counted")
        real(**row)

    monkeypatch.setattr(views.trail, "write", count)
    assert changed_by_asking_twice("desk:child", "worker", world) == {"accounts_user", "accounts_userchange"}
