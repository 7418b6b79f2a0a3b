"""Names that look the same have one place in the alphabet, and are found by the same words."""

from django.db import migrations

from nenep.core.vietnamese import name_sort_key, without_marks


def in_order(apps, _editor):
    Member = apps.get_model("members", "Member")
    for member in Member.objects.iterator():
        keys = name_sort_key(member.full_name), without_marks(member.full_name)
        if keys != (member.sort_key, member.folded_name):
            member.sort_key, member.folded_name = keys
            member.save(update_fields=["sort_key", "folded_name"])


class Migration(migrations.Migration):
    dependencies = [("members", "0005_acts")]

    operations = [migrations.RunPython(in_order, migrations.RunPython.noop)]
