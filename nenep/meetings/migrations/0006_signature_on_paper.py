"""A signature made by hand on the printed minutes, with its day and witness."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_ballots")]

    operations = [
        migrations.AddField(
            model_name="signature",
            name="way",
            field=models.CharField(
                choices=[("app", "Xác nhận trên phần mềm"), ("paper", "Ký trên bản giấy")],
                default="app",
                max_length=8,
                verbose_name="cách ký",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="signed_on",
            field=models.DateField(blank=True, null=True, verbose_name="ngày ký trên giấy"),
        ),
        migrations.AddField(
            model_name="signature",
            name="witness",
            field=models.CharField(
                blank=True, default="", max_length=120, verbose_name="người chứng kiến"
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="entered_by",
            field=models.CharField(
                blank=True, default="", max_length=120, verbose_name="người nhập"
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                name="signature_one_on_paper", fields=["meeting"], condition=Q(way="paper")
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                name="signature_on_paper_says_all",
                condition=Q(way="app", signed_on=None, witness="", entered_by="")
                | (Q(way="paper", signed_on__isnull=False) & ~Q(witness="") & ~Q(entered_by="")),
            ),
        ),
    ]
