"""What was agreed about something that a child keeps from its worker or manager does not reach them either."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("record", "0014_take_statistics")]
    operations = [
        migrations.AddField(
            model_name="childaction",
            name="kept_from",
            field=models.TextField(blank=True, null=True),
        ),
    ]
