"""What was published stays as it was: the database refuses every change, whoever asks."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION performance_history_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- No value of the row here: messages reach logs.
    RAISE EXCEPTION '% refused: the rows of % are only added', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""

TRIGGERS = """
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION performance_history_only_grows();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION performance_history_only_grows();
"""

NO_TRIGGERS = """
DROP TRIGGER only_grows ON {table};
DROP TRIGGER never_truncated ON {table};
"""

ONLY_GROW = (
    "performance_published",
    "performance_withdrawn",
)


class Migration(migrations.Migration):
    dependencies = [("performance", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION performance_history_only_grows();"),
        *(migrations.RunSQL(TRIGGERS.format(table=table), NO_TRIGGERS.format(table=table)) for table in ONLY_GROW),
    ]
