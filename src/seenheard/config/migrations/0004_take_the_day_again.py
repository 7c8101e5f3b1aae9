"""Names by part and reasons for changes of worker are kept from here on: the day's job works them out for every child."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("config", "0003_counted_by"),
        ("record", "0008_names_of_old_and_caseloads"),
    ]

    operations = [
        migrations.RunSQL("UPDATE config_installation SET day_taken_on = NULL", migrations.RunSQL.noop),
    ]
