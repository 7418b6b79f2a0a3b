from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="personaldata",
            name="email_refused",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="không nhận thư"
            ),
        ),
        migrations.AddConstraint(
            model_name="personaldata",
            constraint=models.CheckConstraint(
                condition=models.Q(("email_refused", False), ("email", ""), _connector="OR"),
                name="personal_refused_has_no_email",
            ),
        ),
    ]
