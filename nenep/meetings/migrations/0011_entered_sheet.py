"""Which paper sheet a meeting was entered from, and signatures by hand on that sheet."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0010_votes_by_name'),
        ('members', '0002_letters'),
    ]

    operations = [
        migrations.CreateModel(
            name='EnteredSheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope_key', models.CharField(db_collation='C', max_length=255)),
                ('code', models.CharField(max_length=20, verbose_name='mã phiếu')),
                ('entered_by', models.CharField(max_length=120, verbose_name='người nhập')),
                ('entered_as', models.CharField(max_length=300, verbose_name='với tư cách')),
                ('entered_at', models.DateTimeField(verbose_name='nhập lúc')),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='signature',
            name='signature_on_paper_says_all',
        ),
        migrations.AlterField(
            model_name='signature',
            name='way',
            field=models.CharField(choices=[('app', 'Xác nhận trên phần mềm'), ('paper', 'Ký trên bản giấy'), ('sheet', 'Ký trên phiếu họp giấy')], default='app', max_length=8, verbose_name='cách ký'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entered_by', ''), ('signed_on', None), ('way', 'app'), ('witness', '')), models.Q(('signed_on__isnull', False), ('way__in', ['paper', 'sheet']), models.Q(('witness', ''), _negated=True), models.Q(('entered_by', ''), _negated=True)), _connector='OR'), name='signature_on_paper_says_all'),
        ),
        migrations.AddField(
            model_name='enteredsheet',
            name='meeting',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='entered_sheet', to='meetings.meeting'),
        ),
        migrations.AddConstraint(
            model_name='enteredsheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('code', ''), _negated=True), models.Q(('entered_by', ''), _negated=True), models.Q(('entered_as', ''), _negated=True)), name='entered_sheet_says_who'),
        ),
    ]
