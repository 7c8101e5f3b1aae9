"""Several people acting in the same moment, each with a database connection of their own."""

import threading

from django.db import connection


def at_once(*acts):
    """Run them at once; what each returned or raised."""
    outcomes: list = [None] * len(acts)

    def run(place, act):
        try:
            outcomes[place] = act()
        except Exception as error:  # noqa: BLE001 - looked at by the test
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=it) for it in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes
