"""A reply's colours beside it, in the order of its round: lists over thousands of children read no rating."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("voices", "0003_observed_beside")]
    operations = [
        migrations.AddField(
            model_name="reply",
            name="colours",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.SmallIntegerField(), default=list, size=None
            ),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(
                condition=models.Q(models.Q(("about", ""), _negated=True), ("not_my_worker", True), _connector="OR"),
                fields=["reply"],
                include=("category", "about"),
                name="rating_kept_from",
            ),
        ),
    ]
