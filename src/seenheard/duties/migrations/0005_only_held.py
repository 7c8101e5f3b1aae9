"""Comparisons tell apart the dates that are only the day a duty was done. They are made again with the clocks, which
`config.prepare` does whenever the code that counts has changed.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0004_comparison")]
    operations = [
        migrations.AddField(
            model_name="comparison", name="held", field=models.IntegerField(default=0), preserve_default=False
        ),
    ]
