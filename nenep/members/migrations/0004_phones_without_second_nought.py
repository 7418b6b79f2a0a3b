from django.db import migrations


class Migration(migrations.Migration):
    """Numbers typed as +84 (0)912 … were stored as 00912 …, under which nobody finds them again."""

    dependencies = [("members", "0003_desks")]

    operations = [
        migrations.RunSQL(
            "UPDATE members_personaldata SET phone = substr(phone, 2) "
            "WHERE phone ~ '^00[1-9][0-9]{7,9}$'",
            migrations.RunSQL.noop,
        ),
    ]
