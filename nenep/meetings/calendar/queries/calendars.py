"""The meetings of a month, and the coming ones as a calendar file, for whoever asks."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.core.months import month_after
from nenep.meetings.appointment.actions import appoint_downloaded
from nenep.meetings.appointment.queries import calendar_uid, length_planned, title_of
from nenep.meetings.models import Meeting
from nenep.notices import queries as notices
from nenep.notices.calendar import CalendarEntry, calendar_to_keep
from nenep.notices.models import Appointment
from nenep.notices.rules import CalendarEvent, full_letter, neutral_letter
from nenep.organisations.permissions import TreePermission

# A page and a file of more than these would help nobody: a province's month is counted by day.
MOST_SHOWN = 600
# So many stand open in a day of the grid; the others unfold.
_OPEN_IN_A_DAY = 4


@dataclass(frozen=True)
class Day:
    """One day of a month with its meetings; only their number where there are too many."""

    date: date
    meetings: tuple[Meeting, ...]
    count: int
    is_today: bool

    @property
    def first(self) -> tuple[Meeting, ...]:
        """Those shown at once."""
        return self.meetings[:_OPEN_IN_A_DAY]

    @property
    def others(self) -> tuple[Meeting, ...]:
        """Those that unfold."""
        return self.meetings[_OPEN_IN_A_DAY:]


@dataclass(frozen=True)
class MonthOfMeetings:
    """A month as a grid of weeks or a list of days.

    Attributes:
        blanks: days of the first week that belong to the month before.
        one_place: whether all meetings are of one organisation, so its name need not be said.
    """

    first: date
    blanks: range
    days: tuple[Day, ...]
    count: int
    one_place: bool


def month_of_meetings(*, actor: Actor, first: date, today: date) -> MonthOfMeetings:
    """Return the meetings planned in a month, within the actor's scope.

    Args:
        first: first day of the month.
    """
    found = meetings_of_month(actor=actor, first=first)
    rows = list(found[: MOST_SHOWN + 1])
    too_many = len(rows) > MOST_SHOWN
    if too_many:
        rows = []
    by_day: dict[date, list[Meeting]] = {}
    for meeting in rows:
        by_day.setdefault(timezone.localtime(meeting.planned_at).date(), []).append(meeting)
    counts: Counter[date] = Counter({day: len(meetings) for day, meetings in by_day.items()})
    if too_many:
        days = found.order_by().annotate(day=TruncDate("planned_at")).values_list("day", flat=True)
        counts = Counter(days)
    length = (month_after(first) - first).days
    return MonthOfMeetings(
        first=first,
        blanks=range(first.weekday()),
        days=tuple(
            Day(day, tuple(by_day.get(day, ())), counts[day], day == today)
            for day in (first + timedelta(days=n) for n in range(length))
        ),
        count=counts.total(),
        one_place=len({meeting.organisation_id for meeting in rows}) < 2,
    )


def meetings_of_month(*, actor: Actor, first: date) -> QuerySet[Meeting]:
    """Return the meetings planned in a month within the actor's scope, in their order.

    Args:
        first: first day of the month.
    """
    return _between(actor, first, month_after(first)).select_related("organisation", "body")


def coming_file(*, actor: Actor, at: datetime) -> bytes:
    """Return the coming meetings of the actor's calendar as a file (.ics)."""
    ahead = (
        Meeting.objects.visible_to(actor, TreePermission.TREE_VIEW)
        .filter(state__in=[Meeting.State.PLANNED, Meeting.State.POSTPONED], planned_at__gte=at)
        .order_by("planned_at", "pk")[:MOST_SHOWN]
    )
    return _file(ahead, at)


def file_of(meeting: Meeting, *, at: datetime) -> bytes:
    """Return one meeting as a calendar file (.ics)."""
    return _file(Meeting.objects.filter(pk=meeting.pk), at)


def _between(actor: Actor, first: date, after: date) -> QuerySet[Meeting]:
    def midnight(day: date) -> datetime:
        return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001  (made aware here)

    return (
        Meeting.objects.visible_to(actor, TreePermission.TREE_VIEW)
        .filter(planned_at__gte=midnight(first), planned_at__lt=midnight(after))
        .order_by("planned_at", "organisation__code", "pk")
    )


def _file(meetings: QuerySet[Meeting], at: datetime) -> bytes:
    found = list(
        meetings.select_related("organisation", "body")
        .prefetch_related("parts")
        .annotate(planned_minutes=Sum("items__minutes"))
    )
    uids = [calendar_uid(meeting.pk) for meeting in found]
    minutes = {meeting.pk: _minutes(meeting) for meeting in found}
    told = notices.last_appointments(uids)
    changed = [
        meeting
        for meeting in found
        if not _is_version(told.get(calendar_uid(meeting.pk)), meeting, minutes[meeting.pk])
    ]
    if changed:
        appoint_downloaded(changed, minutes=minutes, last=told)
        told = notices.last_appointments(uids)
    named: dict[int, bool] = {}
    for meeting in found:
        if meeting.organisation_id not in named:
            named[meeting.organisation_id] = notices.says_more(
                meeting.organisation, timezone.localdate(at)
            )
    return calendar_to_keep(
        _entry(meeting, told[calendar_uid(meeting.pk)], named[meeting.organisation_id], at)
        for meeting in found
    )


def _entry(meeting: Meeting, version: Appointment, says_more: bool, at: datetime) -> CalendarEntry:
    cancelled = meeting.state == Meeting.State.NOT_HELD
    event = CalendarEvent(
        timezone.localtime(meeting.planned_at), title_of(meeting), meeting.place, cancelled
    )
    words = (
        full_letter(
            subject=event.title,
            text="",
            link=f"/hop/{meeting.pk}/",
            organisation=meeting.organisation.name,
            event=event,
            site=settings.SITE_URL,
        )
        if says_more
        else neutral_letter(event=event, site=settings.SITE_URL)
    )
    return CalendarEntry(
        uid=calendar_uid(meeting.pk),
        # What was mailed and what is downloaded is one entry.
        sequence=version.sequence,
        starts_at=meeting.planned_at,
        minutes=version.minutes,
        title=words.event_title,
        place=words.event_place,
        text=words.event_text,
        is_cancelled=cancelled,
        made_at=at,
    )


def _is_version(told: Appointment | None, meeting: Meeting, minutes: int) -> bool:
    """Whether what calendars were given last is the meeting as it stands."""
    return told is not None and (
        told.title,
        told.starts_at,
        told.minutes,
        told.place,
        told.is_cancelled,
    ) == (
        title_of(meeting),
        meeting.planned_at,
        minutes,
        meeting.place,
        meeting.state == Meeting.State.NOT_HELD,
    )


def _minutes(meeting: Meeting) -> int:
    return length_planned(meeting, planned=getattr(meeting, "planned_minutes", None) or 0)
