"""What the heat map costs: 2,000 children by 12 categories, five years of rounds, fifty a page; all of it as a file.

    bench/run imports && bench/run heat [--json]

Reads the database that `bench/run imports` left. 2,000 of its children are put into one team and given twenty rounds
each, three voices, 1.4 million ratings: made up, and rolled back with everything else.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from dataclasses import asdict

from pages import MOST, PLACE, ROOT, _asked, _clients, measure

CHILDREN, ROUNDS, CATEGORIES = 2_000, 20, 12
MOST_MS, MOST_FILE_SECONDS = 100.0, 2.0
# A voice's colours go by the child, the round and the category: most green, a fifth not.
MADE_UP = """
CREATE TEMPORARY TABLE of_team ON COMMIT DROP AS
    SELECT child_id FROM record_childnow WHERE looked_after_since_on IS NOT NULL AND NOT adopted_closed
    ORDER BY child_id LIMIT {children};
UPDATE record_childnow SET team_ref = 'HEAT', team_name = 'A team' WHERE child_id IN (SELECT child_id FROM of_team);
INSERT INTO record_involved (child_id, professional_ref, team_ref, role, from_on)
    SELECT child_id, 'HEAT-1', 'HEAT', 'CW', '2020-01-01' FROM of_team;
INSERT INTO voices_round (public_id, child_id, opened_on, closes_on, why, categories, voices, by, at)
    SELECT gen_random_uuid(), child_id, day, day + 28, 'every three months', %(keys)s, '{{worker,carer,child}}',
        'system', day FROM of_team, generate_series(0, {rounds} - 1) AS n,
        LATERAL (SELECT %(on)s::date - 10 - 91 * n AS day) AS days;
INSERT INTO voices_household (public_id, child_id, kind, placement_ref, from_on, by, at)
    SELECT gen_random_uuid(), child_id, 'family', 'bench', '2020-01-01', 'system', now() FROM of_team;
INSERT INTO voices_reply (public_id, child_id, round_id, voice, household_id, said_by, form, language, helpers,
        best_thing, one_thing, anything_else, choices, colours, sent_at, key, spoken_by, relation, how, written_by)
    SELECT gen_random_uuid(), round.child_id, round.id, voice,
        CASE WHEN voice = 'carer' THEN household.id END, voice, voice, 'en', '[]', '', '', '', '{{}}',
        ARRAY(SELECT CASE WHEN hashint8(round.id * 40 + c + 13 * length(voice)) %% 10 IN (0, 1) THEN 2
              WHEN hashint8(round.id * 40 + c + 13 * length(voice)) %% 10 = 2 THEN 1 ELSE 3 END
              FROM generate_series(0, {categories} - 1) AS c),
        round.opened_on + 5, voice || round.id, '', '', '', ''
    FROM voices_round AS round JOIN voices_household AS household USING (child_id),
        unnest(ARRAY['worker', 'carer', 'child']) AS voice;
INSERT INTO voices_rating (child_id, reply_id, category_id, voice, said_by, colour, state, chosen, asked, comment,
        show_carer, not_my_worker, about, said_on)
    SELECT reply.child_id, reply.id, category.id, reply.voice, reply.said_by, reply.colours[place], '', '', '', 'Said.',
        false, false, '', reply.sent_at::date
    FROM voices_reply AS reply, unnest(%(keys)s::text[]) WITH ORDINALITY AS asked (key, place)
        JOIN voices_category AS category USING (key);
ANALYZE voices_round; ANALYZE voices_reply; ANALYZE voices_rating; ANALYZE record_childnow; ANALYZE record_involved
"""


def main(argv: list[str]) -> int:
    """Print the figures, or JSON; 1 if one is over."""
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    from seenheard.config import environment

    os.environ.setdefault("SEENHEARD_VAR", str(PLACE))
    with environment.ready(role="owner"):
        costs, seconds, rows, ratings = measured()
    if "--json" in argv:
        print(json.dumps({"pages": [asdict(cost) for cost in costs], "file_seconds": seconds, "rows": rows}, indent=1))
    else:
        print(f"{ratings:,} ratings\n", *(cost.row for cost in costs), sep="\n")
        print(f"all {rows:,} rows as a file: {seconds:.2f} s of processor")
    over = [one for one in costs if one.milliseconds > MOST_MS or one.queries > 15 or one.kilobytes > MOST["kilobytes"]]
    return 1 if over or seconds > MOST_FILE_SECONDS else 0


def measured():
    """The page, its second and last pages, and the file; in one transaction that is rolled back."""
    import django

    django.setup()
    logging.disable(logging.INFO)
    from django.db import connection, transaction

    with transaction.atomic():
        client = _clients()["team manager"]
        client.person.team_refs = ["HEAT"]
        client.person.save(update_fields=["team_refs"])
        make_up()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM voices_rating")
            (ratings,) = cursor.fetchone()
        with _asked(True):
            at = "/my-team/what-people-say/"
            places = (("Heat map", at), ("Heat map, page 2", f"{at}?page=2"), ("Heat map, last page", f"{at}?page=40"))
            costs = [measure(client, name, "team manager", address) for name, address in places]
            began = time.process_time()
            answer = client.get(f"{at}file/")
            text = b"".join(answer) if answer.streaming else answer.content
            seconds = time.process_time() - began
        transaction.set_rollback(True)
    return costs, seconds, text.count(b"\n") - 1, ratings


def make_up(children: int = CHILDREN) -> None:
    """Put so many children in care into a team (`of_team`), and make up five years of rounds for them."""
    from django.db import connection

    from seenheard.accounts.domain import SYSTEM
    from seenheard.config import clock
    from seenheard.voices import operations, queries

    at = clock.now()
    operations.choose_pack(pack="twelve", by=SYSTEM, at=at)
    keys = [one.key for one in queries.categories(on=clock.today(at)) if one.is_asked]
    asked = MADE_UP.format(children=children, rounds=ROUNDS, categories=CATEGORIES)
    with connection.cursor() as cursor:
        for statement in asked.split(";\n"):
            cursor.execute(statement, {"keys": keys, "on": clock.today(at)})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
