"""What models cannot say: the table where tries are counted."""

from django.db import migrations

THROTTLE = """
CREATE TABLE config_throttle (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX config_throttle_expires ON config_throttle (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("config", "0001_initial")]
    operations = [migrations.RunSQL(THROTTLE, "DROP TABLE config_throttle")]
