"""Write the terms of today as rows of their sheet."""

from collections.abc import Iterator, Mapping

from nenep.documents.sheets.known import NUMBERING
from nenep.organisations.models import Term
from nenep.organisations.permissions import TreePermission
from nenep.sheets.noun import Extract
from nenep.sheets.spans import last_day


def term_rows(extract: Extract) -> Iterator[Mapping[str, object]]:
    """Return the term of each register that day."""
    held = (
        Term.objects.filter(extract.within(TreePermission.TREE_VIEW), body__kind__in=NUMBERING)
        .valid_on(extract.day)
        .exclude(organisation__dissolved_on__lte=extract.day)
        .order_by("scope_key", "pk")
        .values_list("organisation__code", "label", "valid_from", "valid_to", "congress")
    )
    for place, label, since, until, congress in held:
        yield {
            "organisation": place,
            "label": label,
            "since": since,
            "until": last_day(until),
            "congress": congress,
        }
