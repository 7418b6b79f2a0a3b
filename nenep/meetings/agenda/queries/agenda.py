"""What pages show of an agenda."""

from django.db.models import QuerySet

from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.models import (
    AgendaItem,
    Meeting,
    Paper,
    Part,
)
from nenep.rulebooks.rules import offered_items
from nenep.rulebooks.schema.meetings import SectorItem


def agenda(meeting: Meeting) -> QuerySet[AgendaItem]:
    """The agenda in order, with notes and promises, and what two wrote at once."""
    return (
        meeting.items.select_related("part", "task", "note")
        .prefetch_related("wordings")
        .order_by("position")
    )


def offered(meeting: Meeting) -> list[SectorItem]:
    """What cells of this sector often add to a regular meeting, and is not there yet."""
    if not meeting.parts.filter(kind=Part.Kind.REGULAR).exists():
        return []
    there = set(meeting.items.values_list("title", flat=True))
    items = offered_items(meeting.organisation.sector, rules_for(meeting).meetings)
    return [item for item in items if item.title not in there]


def silent_edition(meeting: Meeting) -> str:
    """Return the code of the edition if it does not say what cells of this sector talk about.

    Empty where it does, and where only a regular meeting would have such contents.
    """
    if not meeting.body.is_of_a_cell or not meeting.parts.filter(kind=Part.Kind.REGULAR).exists():
        return ""
    edition = rules_for(meeting).meetings
    return "" if edition.content_of_sector(meeting.organisation.sector) else edition.code


def papers(meeting: Meeting) -> QuerySet[Paper]:
    """Papers in the order they were added, without their bytes."""
    return meeting.papers.order_by("pk")
