"""Write the meetings that were entered from paper as rows of their sheet."""

from collections.abc import Iterator, Mapping

from django.db.models import Q

from nenep.meetings.models import Facts, Meeting
from nenep.meetings.sheets.past.columns import COMBINED, LEVELS, MEETING_KINDS
from nenep.organisations.permissions import TreePermission
from nenep.sheets.columns import words_by_code
from nenep.sheets.noun import Extract

_FIGURES = ("held_on", "entitled", "present", "excused", "absent", "minutes", "score")


def meeting_rows(extract: Extract) -> Iterator[Mapping[str, object]]:
    """Return the figures from paper as they stand now, of cells that are there that day."""
    kinds, levels = words_by_code(MEETING_KINDS), words_by_code(LEVELS)
    found = (
        Facts.objects.filter(
            extract.within(TreePermission.FIGURES_VIEW),
            Q(organisation__dissolved_on=None) | Q(organisation__dissolved_on__gt=extract.day),
            is_current=True,
            source=Facts.Source.PAPER,
            meeting__state=Meeting.State.PAPER,
        )
        .order_by("scope_key", "held_on", "pk")
        .values("organisation__code", "counts_for", "kind", "has_thematic_part", "level", *_FIGURES)
    )
    for one in found.iterator():
        combined = one["kind"] == Meeting.Kind.REGULAR and one["has_thematic_part"]
        yield {
            "cell": one["organisation__code"],
            "month": f"{one['counts_for']:%-m/%Y}",
            "kind": kinds[COMBINED if combined else one["kind"]],
            # A level of another form has no word here; left out, it stays as it is.
            "level": levels.get(one["level"]),
            **{name: one[name] for name in _FIGURES},
        }
