"""The last day on which somebody used their account, for who looks after it."""

from django.db import migrations, models

SEEN = """
UPDATE accounts_credential SET seen_on = (
  SELECT (max(seen_at) AT TIME ZONE 'Asia/Ho_Chi_Minh')::date FROM accounts_session
  WHERE accounts_session.account_id = accounts_credential.account_id
)
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_whose_slip")]

    operations = [
        migrations.AddField("credential", "seen_on", models.DateField("dùng lần cuối", null=True)),
        migrations.RunSQL(SEEN, migrations.RunSQL.noop),
    ]
