"""Who covered for whom, what was asked and what became of it stays: the database refuses every change, whoever asks."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION accounts_history_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- No value of the row here: messages reach logs.
    RAISE EXCEPTION '% refused: the rows of % are only added', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;
"""

TRIGGERS = """
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION accounts_history_only_grows();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_history_only_grows();
"""

NO_TRIGGERS = """
DROP TRIGGER only_grows ON {table};
DROP TRIGGER never_truncated ON {table};
"""

ONLY_GROW = (
    "accounts_cover",
    "accounts_endedcover",
    "accounts_askedright",
    "accounts_settledright",
)
# Its rows have a trigger of their own; this is for all of them at once.
CHANGES = """
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON accounts_userchange
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_history_only_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_rights_need_two")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION accounts_history_only_grows();"),
        *(migrations.RunSQL(TRIGGERS.format(table=table), NO_TRIGGERS.format(table=table)) for table in ONLY_GROW),
        migrations.RunSQL(CHANGES, "DROP TRIGGER never_truncated ON accounts_userchange;"),
    ]
