"""Who helped a carer to answer is sent with the answer, once, and no other takes their place."""

import pytest

from seenheard.accounts.permissions import NotAllowed
from seenheard.voices import operations
from seenheard.voices.models import Reply
from tests.unit.voices.test_carers import came_in, invite

pytestmark = pytest.mark.django_db
EWA = {"name": "Ewa Nowak", "role": "interpreter"}


def given(asked, carl, at, says, helpers, key="k"):
    told = {"public_id": asked.public_id, "given": says(health="green"), "key": key, "by": carl, "at": at}
    return operations.send_carer_reply(**told, helpers=helpers)


def test_the_same_form_with_another_helper_is_refused_and_the_first_stands(asked, at, says):
    carl = came_in(invite(asked.child, at=at).person, at)
    first = given(asked, carl, at, says, [EWA])
    assert given(asked, carl, at, says, [{**EWA, "name": " Ewa Nowak "}]) == first, "pressed twice"
    for other in ([], [{**EWA, "name": "Jan"}], [{**EWA, "role": "advocate"}]):
        with pytest.raises(operations.SentAlready):
            given(asked, carl, at, says, other)
    assert Reply.objects.get().helpers == [EWA]


@pytest.mark.parametrize("wrong", [{"role": "answers for me"}, {"name": "x" * 101}])
def test_an_unknown_role_or_too_long_a_name_sends_nothing(asked, at, says, wrong):
    carl = came_in(invite(asked.child, at=at).person, at)
    with pytest.raises(NotAllowed, match="Say who helped you by name and role"):
        given(asked, carl, at, says, [EWA | wrong])
    assert not Reply.objects.exists()
