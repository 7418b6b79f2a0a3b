"""Terms become rows of their own, chosen by the day; opening numbers."""

from collections import defaultdict
from datetime import date

import django.db.models.deletion
from django.db import migrations, models

from nenep.organisations.rules import term_label


def enter_terms(apps, editor):
    """Make terms of what was typed into secretaries' posts and the register.

    A term begins with the first day on which its words were used; two spellings of one term are
    one. A number that stands twice because of them keeps standing, and is marked.
    """
    Post = apps.get_model("members", "Post")
    Document = apps.get_model("documents", "IssuedDocument")
    Organisation = apps.get_model("organisations", "Organisation")
    starts: dict[int, dict[str, date]] = defaultdict(dict)
    posts = Post.objects.filter(kind="secretary").exclude(term="")
    typed = [
        *posts.values_list("organisation_id", "term", "valid_from"),
        *Document.objects.exclude(term_words="").values_list(
            "organisation_id", "term_words", "issued_on"
        ),
    ]
    for organisation_id, words, day in typed:
        label = term_label(words)[:40]
        known = starts[organisation_id].get(label)
        starts[organisation_id][label] = min(day, known or day)
    for organisation in Organisation.objects.filter(pk__in=starts):
        _enter(apps, organisation, starts[organisation.pk])
    editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _enter(apps, organisation, starts: dict[str, date]) -> None:
    Term = apps.get_model("organisations", "Term")
    Body = apps.get_model("organisations", "Body")
    Document = apps.get_model("documents", "IssuedDocument")
    kind = "cell" if organisation.kind == "cell" else "committee"
    body = Body.objects.get(organisation=organisation, kind=kind)
    begins: dict[date, str] = {}
    for label, day in sorted(starts.items()):
        # Two terms cannot begin on one day: what follows counts as the same.
        begins.setdefault(day, label)
    days = sorted(begins)
    for day, following in zip(days, [*days[1:], None], strict=True):
        term = Term.objects.create(
            organisation=organisation,
            scope_key=organisation.scope_key,
            body=body,
            label=begins[day],
            valid_from=day,
            valid_to=following,
        )
        taken = Document.objects.filter(organisation=organisation, issued_on__gte=day)
        if following is not None:
            taken = taken.filter(issued_on__lt=following)
        seen = set()
        for document in taken.order_by("issued_on", "pk"):
            number = (document.type_code, document.number)
            document.term, document.doubled = term, number in seen
            seen.add(number)
            document.save(update_fields=["term", "doubled"])


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_initial"),
        ("members", "0001_initial"),
        ("organisations", "0003_term"),
    ]

    operations = [
        migrations.RenameField("issueddocument", "term", "term_words"),
        migrations.AlterField(
            "issueddocument",
            "term_words",
            models.CharField(blank=True, max_length=40, verbose_name="nhiệm kỳ đã ghi"),
        ),
        migrations.AddField(
            "issueddocument",
            "term",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="documents",
                to="organisations.term",
            ),
        ),
        migrations.AddField(
            "issueddocument",
            "doubled",
            models.BooleanField(default=False, verbose_name="số trùng"),
        ),
        migrations.RemoveConstraint("issueddocument", "document_number_once"),
        migrations.RunPython(enter_terms, migrations.RunPython.noop),
        migrations.AddConstraint(
            "issueddocument",
            models.UniqueConstraint(
                condition=models.Q(("doubled", False)),
                fields=("organisation", "type_code", "term", "number"),
                name="document_number_once",
                nulls_distinct=False,
            ),
        ),
    ]
