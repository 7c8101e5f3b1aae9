"""What was asked, said and done stays as it was: the database refuses every change, whoever asks."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION voices_history_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- No value of the row here: messages reach logs.
    RAISE EXCEPTION '% refused: the rows of % are only added', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""

TRIGGERS = """
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION voices_history_only_grows();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION voices_history_only_grows();
"""

NO_TRIGGERS = """
DROP TRIGGER only_grows ON {table};
DROP TRIGGER never_truncated ON {table};
"""

ONLY_GROW = (
    "voices_alarm",
    "voices_alarmstep",
    "voices_category",
    "voices_categoryversion",
    "voices_childcode",
    "voices_endedmember",
    "voices_firstreading",
    "voices_household",
    "voices_member",
    "voices_planrating",
    "voices_rating",
    "voices_reply",
    "voices_round",
    "voices_roundend",
    "voices_setting",
    "voices_talk",
    "voices_toldback",
    "voices_usedcode",
    "voices_wording",
)


class Migration(migrations.Migration):
    dependencies = [("voices", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION voices_history_only_grows();"),
        *(migrations.RunSQL(TRIGGERS.format(table=table), NO_TRIGGERS.format(table=table)) for table in ONLY_GROW),
    ]
