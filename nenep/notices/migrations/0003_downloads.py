from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_occasion")]

    operations = [
        migrations.AddField(
            "appointment",
            "for_download",
            models.BooleanField("để tải về", default=False),
        ),
    ]
