"""What calendars were told about a meeting."""

from uuid import UUID, uuid5

from django.conf import settings
from django.db.models import Sum

from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.body.rules import body_rules
from nenep.meetings.models import Meeting
from nenep.notices import queries as notices
from nenep.notices.models import Appointment
from nenep.rulebooks.rules import required_minutes

_MEETINGS = UUID("6e656e65-7000-4000-8000-000000000003")


def calendar_uid(meeting_id: int) -> UUID:
    """Return the identity of a meeting in calendars: the same for everybody, and for ever.

    It says nothing by itself; two installations never share one.
    """
    return uuid5(_MEETINGS, f"{settings.SITE_URL} {meeting_id}")


def told_last(meeting: Meeting) -> Appointment | None:
    """Return what calendars were told last, or nothing if nobody was told yet."""
    return notices.last_told(calendar_uid(meeting.pk))


def is_told(meeting: Meeting) -> bool:
    """Whether what was told last is the hour and the place planned now."""
    last = told_last(meeting)
    return (
        last is not None
        and not last.is_cancelled
        and (last.starts_at, last.place) == (meeting.planned_at, meeting.place)
    )


def title_of(meeting: Meeting) -> str:
    """Return the name of a meeting for people inside: "Sinh hoạt thường kỳ tháng 12/2026"."""
    return f"{meeting.kind_words} tháng {meeting.counts_for:%m/%Y}"


def length_planned(meeting: Meeting, *, planned: int | None = None) -> int:
    """Return the minutes of the agenda's items, at least what the edition asks of the parts.

    Args:
        planned: those of the items, where they are known.
    """
    kinds = [part.kind for part in meeting.parts.all()]
    rules = rules_for(meeting).meetings
    if planned is None:
        planned = meeting.items.aggregate(all=Sum("minutes"))["all"] or 0
    if not meeting.body.is_of_a_cell:
        above = body_rules(meeting, rules_for(meeting))
        return planned or (sum(step.minutes for step in above.steps) if above else 0)
    return max(planned, required_minutes(kinds, rules) or 0) or rules.duration.regular
