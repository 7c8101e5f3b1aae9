"""What the council sets about the voices."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from seenheard.record.domain.days import day_of
from seenheard.trail import operations as trail

from .. import permissions, queries
from ..domain import settings
from ..models import Setting


@transaction.atomic
def set_voices(*, name: str, value: Any, by, at: datetime) -> bool:
    """Set one thing from today on; False where it is so already. Raises NotAllowed, BadSetting with a sentence."""
    permissions.check_can_set_voices(by)
    value = settings.checked(name, value)
    on = day_of(at)
    if settings.value(name, queries.settings_on(on)) == value:
        return False
    Setting.objects.create(name=name, value=value, from_on=on, by=str(by.public_id), at=at)
    trail.write(what="set_voices", by=by, at=at, about=name)
    return True
