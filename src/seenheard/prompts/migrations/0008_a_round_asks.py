from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("prompts", "0007_not_safe"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="message",
            name="message_known",
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["digest", "today", "opened", "set_up", "shut_out", "alarm", "round"])),
                name="message_known",
            ),
        ),
    ]
