"""What lists add up, beside the clocks. A database that has clocks gets its tallies when clocks are next made again,
which `config.prepare` does whenever the code that counts has changed.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0001_initial"),
        ("record", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rule", models.CharField(max_length=80)),
                ("missing", models.CharField(blank=True, max_length=80)),
                ("act_by_on", models.DateField(null=True)),
                ("due_on", models.DateField(null=True)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("number", models.IntegerField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="clock",
            name="clock_open",
        ),
        migrations.RemoveIndex(
            model_name="clock",
            name="clock_ended",
        ),
        migrations.RemoveIndex(
            model_name="clock",
            name="clock_unjudged",
        ),
        migrations.RemoveIndex(
            model_name="clock",
            name="clock_council_differs",
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(("council_due_on__isnull", False)),
                fields=["rule"],
                include=("child", "council_due_on", "due_on"),
                name="clock_council",
            ),
        ),
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                condition=models.Q(
                    ("council_due_on__isnull", False), models.Q(("council_due_on", models.F("due_on")), _negated=True)
                ),
                fields=["-council_due_on", "id"],
                include=("child", "rule"),
                name="clock_council_differs",
            ),
        ),
        migrations.AddField(
            model_name="tally",
            name="child",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="record.child",
            ),
        ),
        migrations.AddIndex(
            model_name="tally",
            index=models.Index(fields=["child"], name="tally_child"),
        ),
        migrations.AddIndex(
            model_name="tally",
            index=models.Index(condition=models.Q(("missing", "")), fields=["rule", "until_on"], name="tally_pressing"),
        ),
        migrations.AddIndex(
            model_name="tally",
            index=models.Index(
                condition=models.Q(("missing", ""), _negated=True), fields=["rule", "until_on"], name="tally_unjudged"
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_on__lt", models.F("until_on"))), name="tally_lasts"
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("act_by_on__isnull", False), models.Q(("missing", ""), _negated=True), _connector="OR"
                ),
                name="tally_presses_by_a_day",
            ),
        ),
    ]
