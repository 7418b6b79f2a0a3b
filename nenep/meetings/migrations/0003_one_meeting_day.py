"""The day that stood undated with an organisation becomes a row of the dated ones."""

from django.db import migrations

TAKE_OVER = """
INSERT INTO meetings_meetingday (organisation_id, scope_key, from_month, kind, day)
SELECT id, scope_key, date_trunc('month', founded_on)::date, 'day', meeting_day
FROM organisations_organisation WHERE meeting_day IS NOT NULL
ON CONFLICT (organisation_id, from_month) DO NOTHING
"""


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0002_facts_of_year'),
        ('organisations', '0002_without_card_numbers'),
    ]

    operations = [migrations.RunSQL(TAKE_OVER, migrations.RunSQL.noop)]
