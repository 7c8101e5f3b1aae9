"""The role that serves owns no table, so it may not ANALYZE. It may call this, which can do nothing else."""

from django.db import migrations

# What lists and pages about children read. Not all tables: the catalogues of the server are not ours to read.
FUNCTION = r"""
CREATE FUNCTION duties_take_statistics() RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET default_statistics_target = 30  -- a third of the work; autovacuum takes them in full later
AS $$
DECLARE
    one regclass;
BEGIN
    FOR one IN
        SELECT c.oid FROM pg_class c
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
            AND (c.relname LIKE 'record\_%' OR c.relname LIKE 'duties\_%' OR c.relname LIKE 'returns\_%')
        ORDER BY c.oid
    LOOP
        EXECUTE format('ANALYZE %s', one);
    END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION duties_take_statistics() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("duties", "0002_tally")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION duties_take_statistics();")]
