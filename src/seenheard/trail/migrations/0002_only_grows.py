"""The trail only grows: the database itself refuses every other change, whoever asks through SQL."""

from django.db import migrations

GROW_ONLY = """
CREATE FUNCTION trail_refuses_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The trail only grows: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

-- Whatever the writer said, a row gets the next number, and only after its writer has said, by a shared lock that
-- others can see, from which number on it may still add rows. The sealer stops at the lowest such number, so no row
-- can come to stand before one that is sealed; and no writer ever waits. (pg_locks tells databases apart; the
-- server's own snapshots do not, and would let a long transaction elsewhere hold this chain up.)
CREATE FUNCTION trail_entry_numbered() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    turn text := pg_current_xact_id()::text;
BEGIN
    IF current_setting('seenheard.trail_turn', true) IS DISTINCT FROM turn THEN
        PERFORM pg_advisory_xact_lock_shared((21586::bigint << 48) + last_value) FROM trail_entry_id_seq;
        PERFORM set_config('seenheard.trail_turn', turn, true);
    END IF;
    NEW.id := nextval('trail_entry_id_seq');
    NEW.xid := pg_current_xact_id();
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
