from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_history_only_grows"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="user",
            name="user_role_known",
        ),
        migrations.AlterField(
            model_name="askedright",
            name="role",
            field=models.CharField(
                choices=[
                    ("social_worker", "Social worker"),
                    ("team_manager", "Team manager"),
                    ("reviewing_officer", "Reviewing officer"),
                    ("service_manager", "Service manager"),
                    ("duty_worker", "Duty worker"),
                    ("records_guardian", "Guardian of records"),
                    ("analyst", "Analyst"),
                    ("administrator", "Administrator"),
                    ("carer", "Carer"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="role",
            field=models.CharField(
                choices=[
                    ("social_worker", "Social worker"),
                    ("team_manager", "Team manager"),
                    ("reviewing_officer", "Reviewing officer"),
                    ("service_manager", "Service manager"),
                    ("duty_worker", "Duty worker"),
                    ("records_guardian", "Guardian of records"),
                    ("analyst", "Analyst"),
                    ("administrator", "Administrator"),
                    ("carer", "Carer"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="userchange",
            name="role",
            field=models.CharField(
                choices=[
                    ("social_worker", "Social worker"),
                    ("team_manager", "Team manager"),
                    ("reviewing_officer", "Reviewing officer"),
                    ("service_manager", "Service manager"),
                    ("duty_worker", "Duty worker"),
                    ("records_guardian", "Guardian of records"),
                    ("analyst", "Analyst"),
                    ("administrator", "Administrator"),
                    ("carer", "Carer"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "social_worker",
                            "team_manager",
                            "reviewing_officer",
                            "service_manager",
                            "duty_worker",
                            "records_guardian",
                            "analyst",
                            "administrator",
                            "carer",
                        ],
                    )
                ),
                name="user_role_known",
            ),
        ),
    ]
