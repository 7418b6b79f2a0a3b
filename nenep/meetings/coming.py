"""The meetings of the next days, for whoever may know of them."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone

from nenep.access.roles import ProvinceOfficer
from nenep.core import formats
from nenep.core.months import first_of_month
from nenep.meetings.appointment.queries import title_of
from nenep.meetings.models import Meeting
from nenep.organisations.permissions import TreePermission
from nenep.today.asked import Asker
from nenep.today.coming import DAYS_AHEAD, Ahead, Comes, last_day

# More than these are told by day: whoever answers for ninety cells looks into the calendar.
MOST_SINGLE = 8
# A meeting that is made up for later than this after its month a province need not know of here.
MADE_UP_WITHIN = timedelta(days=62)


def meetings(asked: Asker) -> Iterable[Ahead]:
    """Return the meetings of the next days in one's reach, or how many there are on each day."""
    found = Meeting.objects.visible_to(asked.actor, TreePermission.TREE_VIEW).filter(
        state__in=(Meeting.State.PLANNED, Meeting.State.POSTPONED),
        planned_at__gte=asked.midnight(),
        planned_at__lt=asked.midnight(DAYS_AHEAD + 1),
    )
    if asked.actor.role_code == ProvinceOfficer.code:
        # By the months they count for, which an index has: a province has millions of meetings.
        first = first_of_month(asked.today) - MADE_UP_WITHIN
        found = found.filter(counts_for__gte=first, counts_for__lte=last_day(asked.today))
    single = found.select_related("organisation", "body").order_by("planned_at", "pk")
    rows = list(single[: MOST_SINGLE + 1])
    if len(rows) > MOST_SINGLE:
        return _by_day(found, asked)
    return [_ahead(meeting) for meeting in rows]


def _ahead(meeting: Meeting) -> Ahead:
    planned = timezone.localtime(meeting.planned_at)
    return Ahead(
        f"meeting {meeting.pk}",
        planned.date(),
        title_of(meeting),
        reverse("meetings:meeting", args=[meeting.pk]),
        formats.clock_time(planned),
        meeting.organisation.name,
        meeting.place,
    )


def _by_day(found: QuerySet[Meeting], asked: Asker) -> list[Ahead]:
    days = found.order_by().annotate(day=TruncDate("planned_at")).values_list("day")
    counted: list[tuple[date, int]] = list(days.annotate(count=Count("pk")).order_by("day"))
    return [
        Ahead(
            f"meetings {day} {asked.actor.organisation_id} {asked.actor.role_code}",
            day,
            f"{count} buổi họp trong phạm vi của đồng chí",
            reverse("meetings:calendar_of", args=[day.year, day.month]),
        )
        for day, count in counted
    ]


COMING = (Comes(meetings),)
