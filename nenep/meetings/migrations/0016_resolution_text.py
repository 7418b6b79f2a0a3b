"""The words that people write into the parts of the resolution."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0015_topics'),
    ]

    operations = [
        migrations.CreateModel(
            name='ResolutionText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope_key', models.CharField(db_collation='C', max_length=255)),
                ('code', models.CharField(max_length=40, verbose_name='phần')),
                ('text', models.TextField(blank=True, verbose_name='lời văn')),
                ('version', models.PositiveIntegerField(default=0)),
                ('device', models.UUIDField(null=True)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resolution_texts', to='meetings.meeting')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('meeting', 'code'), name='resolution_text_once')],
            },
        ),
    ]
