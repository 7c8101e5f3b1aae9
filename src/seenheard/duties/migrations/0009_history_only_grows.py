"""Why something was late stays as it was said: the database refuses every change, whoever asks."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION duties_history_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- No value of the row here: messages reach logs.
    RAISE EXCEPTION '% refused: the rows of % are only added', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""

TRIGGERS = """
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION duties_history_only_grows();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION duties_history_only_grows();
"""

NO_TRIGGERS = """
DROP TRIGGER only_grows ON {table};
DROP TRIGGER never_truncated ON {table};
"""

ONLY_GROW = ("duties_explanation",)


class Migration(migrations.Migration):
    dependencies = [("duties", "0008_take_statistics_of_prompts")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION duties_history_only_grows();"),
        *(migrations.RunSQL(TRIGGERS.format(table=table), NO_TRIGGERS.format(table=table)) for table in ONLY_GROW),
    ]
