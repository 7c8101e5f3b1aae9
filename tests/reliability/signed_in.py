"""Who asks and goes again is signed in once, when the world is built: to sign in takes longer than most answers."""

import copy

from django.core.cache import cache
from django.test import Client

from tests.reliability.world import ACTORS, CHILD, World, browser

ANEW = ("stranger", "switched off", CHILD)  # whose browser is nothing to keep, or who is made so for one test


def sign_in_everybody(world: World) -> None:
    """Inside the transaction that the tests of a file share."""
    world.cookies.update({actor: browser(actor, world).cookies for actor in ACTORS if actor not in ANEW})


def as_left(actor: str, world: World, **how) -> Client:
    """A browser as this actor left it. Two of one actor share a session: who needs two asks for `world.browser`."""
    if actor not in world.cookies:
        return browser(actor, world, **how)
    cache.clear()  # no tries are counted yet
    client = Client(raise_request_exception=False, **how)
    client.cookies = copy.deepcopy(world.cookies[actor])
    return client
