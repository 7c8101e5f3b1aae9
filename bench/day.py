"""A worker's day at size: 10,000 children, 300,000 visits and five years, made as SSD files and really imported.

    bench/run day            makes and imports the files, counts all clocks again, times one visit to a child of 300
    bench/run pages          the pages on that database (BENCH_PLACE, or var/bench-day)

The children are invented by rule and seed: no file of anybody's. Half are looked after, a fifth on a protection plan,
the rest in need; each has been known for one to five years and is visited 30 times, one of them 300 times.
"""

import csv
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from imports import command, counts, timed
from measure import HEAD

from seenheard.config import environment

ROOT = Path(__file__).resolve().parents[1]
PLACE = Path(os.environ.get("BENCH_PLACE", ROOT / "var" / "bench-day"))
CHILDREN, VISITS, YEARS, SEED = 10_000, 300_000, 5, 2013
WORKERS, TEAMS = 600, 30
TODAY = date(2026, 3, 31)
OFTEN_VISITED = 300
MILLISECONDS, MOST = 1000.0, {"rebuild": 45.0, "one child": 10.0}


def main() -> int:
    import shutil

    shutil.rmtree(PLACE, ignore_errors=True)
    files = PLACE / "files"
    rows = write(files)
    os.environ["SEENHEARD_VAR"] = str(PLACE)
    os.environ.pop("DATABASE_URL", None)
    with environment.ready(role="owner"):
        import imports

        from seenheard.config import prepare

        imports.PLACE = PLACE
        prepare.main(["--tables"])
        env = {**os.environ, "SEENHEARD_ROLE": "web"}
        print(f"{sum(rows.values()):,} rows, {rows['visits']:,} of them visits\n\n{HEAD}", flush=True)
        first = timed(
            "SSD: read, check, match, propose, apply, all clocks", command("import", str(files), "--json"), env
        )
        print(f"  {counts(first)}")
        rebuilt = timed("all clocks and prompts made again", command("rebuild-clocks", "--json"), env)
        one = one_visit()
        print(f"\none visit to a child with {OFTEN_VISITED}: clocks and prompts in {one:.1f} ms of processor (median)")
    return int(rebuilt.cpu > MOST["rebuild"] or one > MOST["one child"])


def one_visit() -> float:
    """Milliseconds of processor, ours and PostgreSQL's, until clocks and prompts are up to one more visit."""
    import django

    django.setup()
    from django.db import connection, transaction
    from pages import _backend, _spent

    from seenheard.accounts.domain import SYSTEM
    from seenheard.duties import operations as duties
    from seenheard.record import operations as record
    from seenheard.record.models import ChildNow

    child = ChildNow.objects.select_related("child").get(local_id="700000").child
    backend, spent = _backend(connection), []
    at = datetime(2026, 3, 31, 12, tzinfo=UTC)
    for number in range(23):
        with transaction.atomic():
            part = record.Part(child=child, seen=True, seen_alone=True)
            on = TODAY - timedelta(days=number)
            record.record_visit(visited_on=on, place="home", parts=[part], key=f"bench-{number}", by=SYSTEM, at=at)
            began, database_began = time.process_time(), _spent(backend)
            duties.follow(child_ids=[child.pk], at=at)
            spent.append((time.process_time() - began + _spent(backend) - database_began) * MILLISECONDS)
            transaction.set_rollback(True)
    return statistics.median(spent[3:])


def write(folder: Path) -> dict[str, int]:
    """The files of SSD, and how many rows of each kind."""
    folder.mkdir(parents=True)
    draw = random.Random(SEED)
    tables: dict[str, list[dict]] = {name: [] for name in (*BY_TABLE, "ssd_professionals", "ssd_department")}
    for number in range(TEAMS):
        tables["ssd_department"].append({"dept_team_id": f"B{number:02}", "dept_team_name": f"Bench team {number}"})
    for number in range(WORKERS):
        tables["ssd_professionals"].append(
            {
                "prof_professional_id": f"BP{number:04}",
                "prof_professional_name": f"Worker {number}",
                "prof_social_worker_registration_no": f"SW7{number:05}",
            }
        )
    visits = 0
    for number in range(CHILDREN):
        visits += _child(number, draw, tables, (VISITS - visits) // (CHILDREN - number))
    for name, rows in tables.items():
        _save(folder / f"{name}.csv", rows)
    return {"visits": visits, "others": sum(map(len, tables.values())) - visits}


BY_TABLE = (
    "ssd_person",
    "ssd_involvements",
    "ssd_cla_episodes",
    "ssd_cla_placement",
    "ssd_cla_visits",
    "ssd_cla_reviews",
    "ssd_legal_status",
    "ssd_cin_episodes",
    "ssd_cin_visits",
    "ssd_cp_plans",
    "ssd_cp_visits",
    "ssd_cp_reviews",
    "ssd_cla_health",
)


def _child(number: int, draw: random.Random, tables: dict[str, list[dict]], share: int) -> int:
    """One child's rows; how many visits it got."""
    key, referral = str(700_000 + number), f"BRF{number:06}"
    since = TODAY - timedelta(days=draw.randrange(365, YEARS * 365))
    born = since - timedelta(days=draw.randrange(0, 15 * 365))
    worker = draw.randrange(WORKERS)
    tables["ssd_person"].append(
        {"pers_person_id": key, "pers_forename": f"Bench{number}", "pers_surname": f"Child{number % 997}",
         "pers_sex": "F", "pers_dob": born.isoformat(), "pers_ethnicity": "WBRI"}
    )  # fmt: skip
    tables["ssd_cin_episodes"].append(
        {"cine_referral_id": referral, "cine_person_id": key, "cine_referral_date": since.isoformat(),
         "cine_cin_primary_need_code": "N1", "cine_referral_nfa": "N", "cine_referral_team": f"B{worker % TEAMS:02}"}
    )  # fmt: skip
    tables["ssd_involvements"].append(
        {"invo_involvements_id": f"BI{number:06}", "invo_professional_id": f"BP{worker:04}",
         "invo_professional_role_id": "CW", "invo_professional_team": f"B{worker % TEAMS:02}", "invo_person_id": key,
         "invo_involvement_start_date": since.isoformat(), "invo_referral_id": referral}
    )  # fmt: skip
    kind = "care" if number % 10 < 5 else "plan" if number % 10 < 7 else "need"
    days = list(_days(since, OFTEN_VISITED if number == 0 else share))
    PARTS[kind](number, key, referral, since, days, tables)
    return len(days)


def _days(since: date, number: int) -> Iterator[date]:
    length = (TODAY - since).days
    for place in range(number):
        yield since + timedelta(days=1 + place * max(length - 2, 1) // number)


def _care(number: int, key: str, referral: str, since: date, days: list[date], tables: dict[str, list[dict]]) -> None:
    care, placed = f"BLA{number:06}", f"BPL{number:06}"
    tables["ssd_cla_episodes"].append(
        {"clae_cla_episode_id": f"BEP{number:06}", "clae_person_id": key, "clae_cla_placement_id": placed,
         "clae_cla_episode_start_date": since.isoformat(), "clae_cla_episode_start_reason": "S",
         "clae_cla_primary_need_code": "N1", "clae_cla_id": care, "clae_referral_id": referral,
         "clae_entered_care_date": since.isoformat()}
    )  # fmt: skip
    tables["ssd_cla_placement"].append(
        {"clap_cla_placement_id": placed, "clap_cla_id": care, "clap_person_id": key,
         "clap_cla_placement_start_date": since.isoformat(), "clap_cla_placement_type": "U6",
         "clap_cla_placement_provider": "PR1"}
    )  # fmt: skip
    tables["ssd_legal_status"].append(
        {"lega_legal_status_id": f"BLS{number:06}", "lega_person_id": key, "lega_legal_status": "C2",
         "lega_legal_status_start_date": since.isoformat()}
    )  # fmt: skip
    for place, day in enumerate(days):
        tables["ssd_cla_visits"].append(
            {"clav_cla_visit_id": f"BLV{number:06}{place:03}", "clav_cla_id": care, "clav_person_id": key,
             "clav_cla_visit_date": day.isoformat(), "clav_cla_visit_seen": "Y", "clav_cla_visit_seen_alone": "Y"}
        )  # fmt: skip
    for place, day in enumerate(_every(since + timedelta(days=25), 170)):
        tables["ssd_cla_reviews"].append(
            {"clar_cla_review_id": f"BLR{number:06}{place:02}", "clar_cla_id": care,
             "clar_cla_review_due_date": day.isoformat(), "clar_cla_review_date": day.isoformat(),
             "clar_cla_review_cancelled": "N", "clar_cla_review_participation": "PN1"}
        )  # fmt: skip
        tables["ssd_cla_health"].append(
            {"clah_health_check_id": f"BHC{number:06}{place:02}", "clah_person_id": key,
             "clah_health_check_type": "Health Assessment", "clah_health_check_date": day.isoformat(),
             "clah_health_check_status": "Completed"}
        )  # fmt: skip


def _plan(number: int, key: str, referral: str, since: date, days: list[date], tables: dict[str, list[dict]]) -> None:
    plan = f"BPP{number:06}"
    tables["ssd_cp_plans"].append(
        {"cppl_cp_plan_id": plan, "cppl_referral_id": referral, "cppl_person_id": key,
         "cppl_cp_plan_start_date": since.isoformat(), "cppl_cp_plan_ola": "N",
         "cppl_cp_plan_initial_category": "Neglect", "cppl_cp_plan_latest_category": "Neglect"}
    )  # fmt: skip
    for place, day in enumerate(days):
        tables["ssd_cp_visits"].append(
            {"cppv_cp_visit_id": f"BPV{number:06}{place:03}", "cppv_person_id": key, "cppv_cp_plan_id": plan,
             "cppv_cp_visit_date": day.isoformat(), "cppv_cp_visit_seen": "Y", "cppv_cp_visit_seen_alone": "Y",
             "cppv_cp_visit_bedroom": "Y"}
        )  # fmt: skip
    for place, day in enumerate(_every(since + timedelta(days=80), 170)):
        tables["ssd_cp_reviews"].append(
            {"cppr_cp_review_id": f"BCR{number:06}{place:02}", "cppr_person_id": key, "cppr_cp_plan_id": plan,
             "cppr_cp_review_due": day.isoformat(), "cppr_cp_review_date": day.isoformat(),
             "cppr_cp_review_outcome_continue_cp": "Y", "cppr_cp_review_quorate": "Y"}
        )  # fmt: skip


def _need(number: int, key: str, referral: str, since: date, days: list[date], tables: dict[str, list[dict]]) -> None:
    for place, day in enumerate(days):
        tables["ssd_cin_visits"].append(
            {"cinv_cin_visit_id": f"BCV{number:06}{place:03}", "cinv_person_id": key,
             "cinv_cin_visit_date": day.isoformat(), "cinv_cin_visit_seen": "Y", "cinv_cin_visit_seen_alone": "Y"}
        )  # fmt: skip


PARTS = {"care": _care, "plan": _plan, "need": _need}


def _every(first: date, days: int) -> Iterator[date]:
    while first < TODAY:
        yield first
        first += timedelta(days=days)


def _save(path: Path, rows: list[dict]) -> None:
    if not rows:
        return
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
