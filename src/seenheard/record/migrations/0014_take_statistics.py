"""The role that serves owns no table, so it may not ANALYZE. It may call this, which can do nothing else.

The duties have one of their own for after the clocks were counted (their migration 0003). This one is called in the
middle of a large import: what is noticed and counted next reads these tables again and again, a thousand children at
a time, and without statistics each time from end to end.
"""

from django.db import migrations

FUNCTION = r"""
CREATE FUNCTION record_take_statistics() RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET default_statistics_target = 30  -- a third of the work; autovacuum takes them in full later
    SET lock_timeout = '5s'  -- given back at the end: whoever calls goes on in the same transaction
AS $$
DECLARE
    one regclass;
BEGIN
    FOR one IN
        SELECT c.oid FROM pg_class c
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname LIKE 'record\_%'
        ORDER BY c.oid
    LOOP
        EXECUTE format('ANALYZE %s', one);
    END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION record_take_statistics() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("record", "0013_history_only_grows")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION record_take_statistics();")]
