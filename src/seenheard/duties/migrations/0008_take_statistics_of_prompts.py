"""Lists of prompts are read by what PostgreSQL knows of them, as the rest is: their statistics are taken with it."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("seenheard.duties.migrations.0003_take_statistics").FUNCTION
WHOSE = r"c.relname LIKE 'record\_%' OR "
AFTER = BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION").replace(
    WHOSE, WHOSE + r"c.relname LIKE 'prompts\_%' OR "
)


class Migration(migrations.Migration):
    dependencies = [("duties", "0007_bookmark")]
    operations = [migrations.RunSQL(AFTER, BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))]
