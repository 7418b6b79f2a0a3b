from django.db import migrations, models


class Migration(migrations.Migration):
    """Apps declare their occasions in code; `notices/database.py` lets the table know them."""

    dependencies = [("notices", "0001_initial")]

    operations = [
        migrations.RenameField("notice", "topic", "occasion"),
        migrations.AlterField(
            "notice", "occasion", models.CharField("dịp", max_length=40)
        ),
    ]
