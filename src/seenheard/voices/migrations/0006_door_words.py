"""A child's door and the four answers in another language, read over by somebody named; rows are only added."""

from django.db import migrations, models

TRIGGERS = """
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON voices_doorwords
    FOR EACH ROW EXECUTE FUNCTION voices_history_only_grows();
CREATE TRIGGER never_truncated BEFORE TRUNCATE ON voices_doorwords
    FOR EACH STATEMENT EXECUTE FUNCTION voices_history_only_grows();
"""
NO_TRIGGERS = """
DROP TRIGGER only_grows ON voices_doorwords;
DROP TRIGGER never_truncated ON voices_doorwords;
"""


class Migration(migrations.Migration):
    dependencies = [("voices", "0005_who_speaks_as_a_parent")]
    operations = [
        migrations.CreateModel(
            name="DoorWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10)),
                ("words", models.JSONField()),
                ("reviewed_by", models.TextField(blank=True, default="")),
                ("reviewed_on", models.DateField(null=True)),
                ("from_on", models.DateField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
    ]
