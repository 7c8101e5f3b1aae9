from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("prompts", "0005_a_link_is_sent"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="message",
            name="message_known",
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["digest", "today", "opened", "set_up", "shut_out"])),
                name="message_known",
            ),
        ),
    ]
