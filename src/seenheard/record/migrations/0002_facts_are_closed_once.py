"""Facts are inserted, and closed once. The database itself refuses everything else, whoever asks."""

from django.db import migrations

from seenheard.record.domain.objects import TABLES

CLOSED_ONCE = (*TABLES.values(), "record_loadedtable")

FUNCTION = """
CREATE FUNCTION record_closed_once() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    as_it_was record;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        as_it_was := NEW;
        as_it_was.known_until := NULL;
        as_it_was.closed_run_id := NULL;
        IF NEW.known_until IS NOT NULL AND NEW.closed_run_id IS NOT NULL AND as_it_was IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    -- No value of the row here: messages reach logs.
    RAISE EXCEPTION '% refused: the rows of % are closed once, by a run, and never changed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;
"""

TRIGGERS = """
CREATE TRIGGER facts_are_closed_once BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION record_closed_once();
CREATE TRIGGER facts_are_never_truncated BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION record_closed_once();
"""

NO_TRIGGERS = """
DROP TRIGGER facts_are_closed_once ON {table};
DROP TRIGGER facts_are_never_truncated ON {table};
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION record_closed_once();"),
        *(migrations.RunSQL(TRIGGERS.format(table=table), NO_TRIGGERS.format(table=table)) for table in CLOSED_ONCE),
    ]
