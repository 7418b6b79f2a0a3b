from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_body_keys'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(condition=models.Q(('valid_to__isnull', False)), fields=['valid_to'], name='placement_ended'),
        ),
    ]
