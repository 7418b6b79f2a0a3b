"""Signatures on the other signer's device and by one-time code, and the codes."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0011_entered_sheet'),
        ('members', '0002_letters'),
    ]

    operations = [
        migrations.CreateModel(
            name='SigningCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope_key', models.CharField(db_collation='C', max_length=255)),
                ('digest', models.BinaryField(unique=True)),
                ('expires_at', models.DateTimeField(verbose_name='dùng đến')),
                ('issued_by', models.CharField(max_length=120, verbose_name='người đưa mã')),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='signature',
            name='signature_one_on_paper',
        ),
        migrations.RemoveConstraint(
            model_name='signature',
            name='signature_on_paper_says_all',
        ),
        migrations.AlterField(
            model_name='signature',
            name='way',
            field=models.CharField(choices=[('app', 'Xác nhận trên phần mềm'), ('paper', 'Ký trên bản giấy'), ('sheet', 'Ký trên phiếu họp giấy'), ('beside', 'Xác nhận trên máy của người kia'), ('code', 'Xác nhận bằng mã một lần')], default='app', max_length=8, verbose_name='cách ký'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(condition=models.Q(('way__in', ['paper', 'code'])), fields=('meeting',), name='signature_one_on_paper'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entered_by', ''), ('signed_on', None), ('way', 'app'), ('witness', '')), models.Q(('signed_on__isnull', False), ('way__in', ['paper', 'sheet']), models.Q(('witness', ''), _negated=True), models.Q(('entered_by', ''), _negated=True)), models.Q(('signed_on', None), ('way__in', ['beside', 'code']), ('witness', ''), models.Q(('entered_by', ''), _negated=True)), _connector='OR'), name='signature_on_paper_says_all'),
        ),
        migrations.AddField(
            model_name='signingcode',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signing_codes', to='meetings.meeting'),
        ),
        migrations.AddField(
            model_name='signingcode',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signing_codes', to='members.member'),
        ),
        migrations.AddConstraint(
            model_name='signingcode',
            constraint=models.UniqueConstraint(fields=('meeting', 'member'), name='signing_code_one_each'),
        ),
    ]
