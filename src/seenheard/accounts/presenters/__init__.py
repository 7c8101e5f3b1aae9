"""The pages of sign-in and people, worded beforehand."""

from seenheard.accounts.presenters.cover import what_ends
from seenheard.accounts.presenters.pages import (
    ON_ITS_WAY,
    THEN_MADE,
    THEN_SENT,
    AppSetUp,
    FormPage,
    Page,
    ShownForm,
    cast,
    covers,
    drawn,
    factors,
    link_over,
    people,
    person,
    set_up_link,
    sign_in,
)
from seenheard.accounts.presenters.rights import sentence, those_named
from seenheard.accounts.presenters.waiting import waiting

__all__ = [
    "ON_ITS_WAY",
    "THEN_MADE",
    "THEN_SENT",
    "AppSetUp",
    "FormPage",
    "Page",
    "ShownForm",
    "cast",
    "covers",
    "drawn",
    "factors",
    "link_over",
    "people",
    "person",
    "sentence",
    "set_up_link",
    "sign_in",
    "those_named",
    "waiting",
    "what_ends",
]
