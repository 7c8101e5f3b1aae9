"""Kept files of a test lie in the test's own folder."""

import pytest

from seenheard.returns.operations import keeping


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path / "files"
    keeping._lock.cache_clear()
    return settings.FILES_FOLDER
