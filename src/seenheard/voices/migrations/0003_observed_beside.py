"""What an adult saw stands beside the child's own reply: it is never counted as it, and takes no place of it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("voices", "0002_history_only_grows")]
    operations = [
        migrations.RemoveConstraint(model_name="reply", name="reply_one_a_voice"),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.UniqueConstraint(
                condition=~models.Q(voice__in=["carer", "parent"]) & ~models.Q(form="observed"),
                fields=["round", "voice"],
                name="reply_one_a_voice",
            ),
        ),
    ]
