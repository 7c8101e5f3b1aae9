"""The trail only grows: the database itself refuses every other change, whoever asks through SQL."""

from django.db import migrations

GROW_ONLY = """
CREATE FUNCTION trail_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The trail only grows: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION trail_entry_numbered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.xid := pg_current_xact_id();  -- whatever the writer said
    RETURN NEW;
END $$;

CREATE TRIGGER trail_entry_numbered BEFORE INSERT ON trail_entry
    FOR EACH ROW EXECUTE FUNCTION trail_entry_numbered();
"""

REFUSE = """
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION trail_refuses_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION trail_refuses_change();
"""


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]
    operations = [
        migrations.RunSQL(GROW_ONLY + REFUSE.format(table="trail_entry") + REFUSE.format(table="trail_seal")),
    ]
