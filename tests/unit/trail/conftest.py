"""Trail tests need real commits (the chain follows commit order), and a folder for the heads."""

from datetime import UTC, datetime

import pytest

from seenheard.trail import operations

AT = datetime(2026, 3, 31, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def heads_folder(settings, tmp_path):
    settings.TRAIL_HEADS_FOLDER = tmp_path / "heads"
    return settings.TRAIL_HEADS_FOLDER


@pytest.fixture
def write():
    """Write one committed trail row; any field may be given."""
    from django.db import transaction

    def write_one(**fields):
        with transaction.atomic():
            operations.write(**{"what": "looked_at_child", "by": "maya", "at": AT, "children": ["c1"]} | fields)

    return write_one
