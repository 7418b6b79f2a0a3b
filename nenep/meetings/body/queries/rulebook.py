"""By which rules a meeting is judged, and whether its cell has a committee."""

from datetime import date

from django.utils import timezone

from nenep.meetings.models import Meeting
from nenep.members import queries as members
from nenep.provisions.queries import in_force
from nenep.rulebooks import Rulebook, rulebook_of_code, rulebook_on


def rules_for(meeting: Meeting) -> Rulebook:
    """Return the rules a meeting is judged by, with the own values of the committees above it.

    The edition is kept since it opened, else that of its planned day; own values are those of
    the day, and none can be set for a day that has begun.
    """
    day = timezone.localtime(meeting.started_at or meeting.planned_at).date()
    known = (meeting.edition, day)
    found: tuple[tuple[str, date], Rulebook] | None = getattr(meeting, "_rules", None)
    if found is None or found[0] != known:
        edition = rulebook_of_code(meeting.edition) if meeting.edition else rulebook_on(day)
        found = known, in_force(edition, organisation=meeting.organisation, on=day)
        meeting._rules = found  # type: ignore[attr-defined]  # asked several times a page
    return found[1]


def has_cell_committee(meeting: Meeting) -> bool:
    """Whether the cell has a committee (chi ủy) on the meeting's day."""
    day = timezone.localtime(meeting.started_at or meeting.planned_at).date()
    return members.has_committee(meeting.organisation, day)
