from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("prompts", "0004_a_record_was_opened"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="message",
            name="message_known",
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["digest", "today", "opened", "set_up"])), name="message_known"
            ),
        ),
    ]
