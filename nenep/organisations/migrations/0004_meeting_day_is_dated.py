from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0003_term'),
        ('meetings', '0003_one_meeting_day'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='organisation',
            name='organisation_meeting_day_in_month',
        ),
        migrations.RemoveField(
            model_name='organisation',
            name='meeting_day',
        ),
    ]
