"""What may be asked of the voices. Whatever tells of a child takes `viewer=`."""

from .agreeing import SIDES, Pairs, colours_in_pairs
from .alarms import AlarmNow, NoSuchAlarm, alarm_for, alarms_of_child, alarms_standing, references_on_duty
from .caring import PlacedWith, RoundPlaced, ToldCarer, placed_with, round_placed, rounds_placed, told_carer
from .categories import categories, categories_then, category_called, chosen, packs, settings_on
from .differing import Differs, still_differing, to_talk_about
from .done import Came, NoSuchTalk, kept_from_of, pattern_now, pattern_of, said_and_done, talk_for, talks_of
from .figures import LastSent, Talked, last_asked, last_sent, observed, talks_then
from .finding import Found, find_said
from .heat import Heat, HeatLine, heat, heat_then, in_order
from .homes import waits_for_a_home
from .households import HouseholdNow, MemberNow, households_of, placed_since
from .over_time import RoundTold, over_time
from .parents import Spoken, spoken_in
from .patterns import MOST_ROUNDS, ChildPattern, Running, patterns
from .plans import Plan, RatedPlan, Scheme, plan_of, plans_then, scheme_on, schemes
from .replies import NoSuchReply, ReplyNow, reply_for
from .rounds import (
    NoSuchRound,
    RoundNow,
    asking_on,
    check_seen,
    children_may_be_asked,
    first_opened,
    known_of,
    last_opened,
    round_for,
    rounds_of,
)
from .said import OBSERVED, Column, Columns, Row, Words, columns, columns_of_rounds, last_said, own_draft, reader_of
from .speaking import rates_plan, speaks_as_worker
from .standing import Stands, standing_then
from .wishes import Wished, wishes_then
from .wordings import Asked, asked_in, languages, languages_for, worded

__all__ = [
    "Came",
    "Differs",
    "still_differing",
    "to_talk_about",
    "NoSuchReply",
    "NoSuchTalk",
    "ChildPattern",
    "MOST_ROUNDS",
    "Running",
    "pattern_now",
    "patterns",
    "pattern_of",
    "ReplyNow",
    "reply_for",
    "said_and_done",
    "rates_plan",
    "speaks_as_worker",
    "Wished",
    "wishes_then",
    "kept_from_of",
    "talk_for",
    "talks_of",
    "HouseholdNow",
    "MemberNow",
    "households_of",
    "placed_since",
    "PlacedWith",
    "RoundPlaced",
    "ToldCarer",
    "placed_with",
    "round_placed",
    "rounds_placed",
    "told_carer",
    "AlarmNow",
    "Asked",
    "Column",
    "Columns",
    "NoSuchAlarm",
    "Heat",
    "HeatLine",
    "NoSuchRound",
    "Plan",
    "RatedPlan",
    "OBSERVED",
    "Pairs",
    "SIDES",
    "RoundNow",
    "Row",
    "Talked",
    "Scheme",
    "Spoken",
    "Words",
    "alarm_for",
    "alarms_of_child",
    "alarms_standing",
    "asked_in",
    "asking_on",
    "categories",
    "categories_then",
    "check_seen",
    "category_called",
    "children_may_be_asked",
    "chosen",
    "colours_in_pairs",
    "RoundTold",
    "columns",
    "columns_of_rounds",
    "Found",
    "find_said",
    "over_time",
    "known_of",
    "languages",
    "languages_for",
    "first_opened",
    "last_opened",
    "last_said",
    "own_draft",
    "heat",
    "heat_then",
    "last_asked",
    "LastSent",
    "last_sent",
    "Stands",
    "standing_then",
    "observed",
    "talks_then",
    "in_order",
    "packs",
    "plan_of",
    "plans_then",
    "reader_of",
    "references_on_duty",
    "round_for",
    "rounds_of",
    "scheme_on",
    "spoken_in",
    "schemes",
    "settings_on",
    "waits_for_a_home",
    "worded",
]
