"""The doors of row-level security: how a carer, and a child at a browser, reach a few rows of the voices.

Neither sees a child by the policy that every table has (`policies`). Where `OPEN` says so a table has one more, which
opens the rows of the children behind the viewer's door: of a carer those whose placement with a household of theirs
runs (by its first day, as the record's line of the child has it; the first line asks the record itself), of a viewer
"door:<public id of a sitting>" the one child, until 15 minutes without a press. What was said is held once more, by
who said it: whoever stands at a door sees their own words, or their household's, and writes as themselves.

`seenheard.door` keeps what was worked out: "carer x… <own id>,<others of the household>", "child x… child", "staff".
"""

from seenheard.accounts.domain.roles import Ability, roles_with

BEHIND = "behind_a_door"
OWN_WORDS = "own_words_alone"
CARER, CHILD = "carer", "child"
EITHER = f"{CARER} {CHILD}"

# Which doors lead to which tables. What is in none of them (alarms for a carer, talks, readings) no door leads to.
OPEN = {
    "voices_round": EITHER,
    "voices_roundend": EITHER,
    "voices_reply": EITHER,
    "voices_rating": EITHER,
    "voices_replydraft": EITHER,
    "voices_household": CARER,
    "voices_member": CARER,
    "voices_endedmember": CARER,
    "voices_childcode": CHILD,
    "voices_usedcode": CHILD,
    "voices_sitting": CHILD,
    "voices_alarm": CHILD,
    "voices_alarmstep": CHILD,
    "voices_toldback": CHILD,
}
# Whose words one sees at a door: a draft is its writer's alone, what was sent the household's.
OWN = {"voices_reply": "household", "voices_rating": "household", "voices_replydraft": "self"}
DECIDING = ("voices_household", "voices_member", "voices_endedmember", "voices_sitting")

BEHIND_THE_DOOR = """
CREATE OR REPLACE FUNCTION seenheard_behind(person text, today date, moment timestamp with time zone)
RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    children bigint[];
    own text;
BEGIN
    IF person LIKE 'door:%' THEN
        RETURN 'child ' || seenheard_bits(ARRAY(
            SELECT child_id FROM voices_sitting
            WHERE public_id = substr(person, 6)::uuid AND ended_at IS NULL AND seen_at > moment - interval '15 minutes'
        ), false, false, NULL) || ' child';
    END IF;
    IF NOT EXISTS (
        SELECT FROM accounts_user WHERE public_id = person::uuid AND is_active AND role = ANY ({carers})) THEN
        RETURN 'staff';
    END IF;
    SELECT array_agg(DISTINCT home.child_id), string_agg(DISTINCT other.person, ',') INTO children, own
    FROM voices_member AS mine
    JOIN voices_household AS home ON home.id = mine.household_id
    JOIN record_childnow AS now ON now.child_id = home.child_id
    JOIN voices_member AS other ON other.household_id = home.id
    WHERE mine.person = seenheard_behind.person AND home.from_on = now.placed_since_on AND NOT now.adopted_closed
      AND NOT EXISTS (SELECT FROM voices_endedmember AS ended WHERE ended.member_id = mine.id AND ended_on <= today);
    RETURN 'carer ' || seenheard_bits(coalesce(children, '{{}}'), false, false, NULL)
        || ' ' || concat_ws(',', person, own);
END $$""".format(
    carers="ARRAY[{}]::text[]".format(
        ", ".join(f"'{role}'" for role in sorted(roles_with(Ability.ANSWER_FOR_CHILDREN_PLACED)))
    )
)

# What was worked out, worked out once in a transaction; asked as the system, as sight is.
AT_THE_DOOR = """
CREATE OR REPLACE FUNCTION seenheard_at_the_door() RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    person text := coalesce(current_setting('seenheard.viewer', true), '');
    kept text := current_setting('seenheard.door', true);
BEGIN
    IF person IN ('', 'system') THEN
        RETURN 'staff';
    END IF;
    IF coalesce(kept, '') = '' THEN
        PERFORM set_config('seenheard.viewer', 'system', true);
        kept := seenheard_behind(
            person, nullif(current_setting('seenheard.on', true), '')::date,
            nullif(current_setting('seenheard.at', true), '')::timestamptz);
        PERFORM set_config('seenheard.viewer', person, true), set_config('seenheard.door', kept, true);
    END IF;
    RETURN kept;
END $$"""
DOOR = """
CREATE OR REPLACE FUNCTION seenheard_door(doors text) RETURNS bit varying LANGUAGE plpgsql STABLE AS $$
DECLARE
    kept text[] := string_to_array(seenheard_at_the_door(), ' ');
BEGIN
    RETURN CASE WHEN kept[1] = ANY (string_to_array(doors, ' ')) THEN kept[2]::bit varying ELSE '' END;
END $$"""
# NULL, and nothing else, is everybody's words: for who stands at no door.
OWN_PEOPLE = """
CREATE OR REPLACE FUNCTION seenheard_own(whose text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    kept text[] := string_to_array(seenheard_at_the_door(), ' ');
BEGIN
    RETURN CASE WHEN whose = 'self' THEN split_part(kept[3], ',', 1) ELSE kept[3] END;
END $$"""
FUNCTIONS = (BEHIND_THE_DOOR, AT_THE_DOOR, DOOR, OWN_PEOPLE)

# As the condition of sight: "is not null", so that the planner expects nearly every row to pass.
CONDITION = """
CASE WHEN substring((SELECT seenheard_door({doors})) FROM {column}::int FOR 1) = B'1' THEN true END IS NOT NULL
"""
OPENED = "CREATE POLICY {policy} ON {table} USING ({door})"
SAID = """
CASE WHEN (SELECT seenheard_own({whose})) IS NULL
    OR said_by = ANY (string_to_array((SELECT seenheard_own({whose})), ',')) THEN true END IS NOT NULL
"""
HELD_BY_WHO_SAID_IT = "CREATE POLICY {policy} ON {table} AS RESTRICTIVE USING ({said}) WITH CHECK ({said_now})"
