"""Who was let in, kept out, or judged, and why, stays: the database refuses every change, whoever asks."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION record_history_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- No value of the row here: messages reach logs.
    RAISE EXCEPTION '% refused: the rows of % are only added', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""

TRIGGERS = """
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION record_history_only_grows();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION record_history_only_grows();
"""

NO_TRIGGERS = """
DROP TRIGGER only_grows ON {table};
DROP TRIGGER never_truncated ON {table};
"""

ONLY_GROW = (
    "record_namedaccess",
    "record_endedaccess",
    "record_restriction",
    "record_endedrestriction",
    "record_conflict",
    "record_endedconflict",
    "record_opening",
    "record_caseloadlimit",
    "record_workerstage",
    "record_noticed",
    "record_judgement",
)


class Migration(migrations.Migration):
    dependencies = [("record", "0012_who_reviews")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION record_history_only_grows();"),
        *(migrations.RunSQL(TRIGGERS.format(table=table), NO_TRIGGERS.format(table=table)) for table in ONLY_GROW),
    ]
