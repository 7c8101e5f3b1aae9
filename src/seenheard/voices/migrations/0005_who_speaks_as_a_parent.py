"""A parent has no account: a reply of theirs says who spoke, what they are to the child, how, and who wrote it down."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("voices", "0004_colours_of_a_reply")]
    operations = [
        migrations.AddField("reply", "spoken_by", models.TextField(blank=True, default="")),
        migrations.AddField("reply", "relation", models.CharField(blank=True, default="", max_length=50)),
        migrations.AddField("reply", "how", models.CharField(blank=True, default="", max_length=20)),
        migrations.AddField("reply", "written_by", models.TextField(blank=True, default="")),
        migrations.AddConstraint(
            model_name="reply",
            constraint=models.CheckConstraint(
                condition=models.Q(voice="parent")
                & ~models.Q(spoken_by="")
                & ~models.Q(relation="")
                & ~models.Q(how="")
                & ~models.Q(written_by="")
                | ~models.Q(voice="parent") & models.Q(spoken_by="", relation="", how="", written_by=""),
                name="reply_of_a_parent_says_who_spoke",
            ),
        ),
    ]
