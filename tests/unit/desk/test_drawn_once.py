"""What a list of fifty works out once: the address of a child's page, the tag of a standing."""

from uuid import uuid4

from django.template import engines
from django.urls import reverse

from seenheard.desk.presenters.duties import address_of
from seenheard.ui.standings import LOOKS


def test_the_address_is_the_one_that_the_table_of_addresses_gives():
    for public_id in (uuid4(), uuid4()):
        assert address_of(public_id) == reverse("desk:child", args=[public_id])


def test_the_tag_of_each_standing_is_the_components_own():
    env = engines["jinja2"].env
    drawn = {standing: env.globals["state_tag"](standing) for standing in LOOKS}
    words = env.get_template("ui/components/words.html").module
    assert drawn == {standing: words.state_tag(standing) for standing in LOOKS}
    assert all(LOOKS[standing].words in tag for standing, tag in drawn.items())
