"""The topics of a year, quarter by quarter, against what the edition asks."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from nenep.access.actor import Actor
from nenep.core.months import first_of_month
from nenep.meetings.models import Meeting, Part
from nenep.meetings.models.topic import Topic
from nenep.members.permissions import MemberPermission
from nenep.organisations.models import Organisation
from nenep.rulebooks import rulebook_on
from nenep.rulebooks.rules import thematic_meetings_due

_MONTHS_OF_QUARTER = 3


@dataclass(frozen=True)
class MonthOfTopics:
    """One month of a cell.

    Attributes:
        topic: what is planned, if anything is.
        held_as: the topic of the meeting that takes it up; empty while none does.
    """

    month: date
    topic: Topic | None
    held_as: str


@dataclass(frozen=True)
class Quarter:
    """A quarter and how many topics it still lacks."""

    number: int
    months: tuple[MonthOfTopics, ...]
    missing: int
    source: str


def months_of_quarter(year: int, number: int) -> list[date]:
    """Return the first days of the three months of a quarter, 1 to 4."""
    first = (number - 1) * _MONTHS_OF_QUARTER + 1
    return [date(year, month, 1) for month in range(first, first + _MONTHS_OF_QUARTER)]


def quarter_of(day: date) -> int:
    """Return the quarter of a day, 1 to 4."""
    return (day.month - 1) // _MONTHS_OF_QUARTER + 1


def year_of_topics(*, actor: Actor, cell: Organisation, year: int) -> list[Quarter]:
    """Return the four quarters of a cell's year with what is planned and what is missing."""
    topics = {
        topic.month: topic
        for topic in Topic.objects.visible_to(actor, MemberPermission.ROSTER_VIEW).filter(
            organisation=cell, month__year=year
        )
    }
    held = {
        part.meeting.counts_for: part.topic
        for part in _thematic_parts().filter(
            meeting__organisation=cell, meeting__counts_for__year=year
        )
    }
    quarters = []
    for number in range(1, 5):
        months = [
            MonthOfTopics(month, topics.get(month), held.get(month, ""))
            for month in months_of_quarter(year, number)
        ]
        have = sum(bool(one.topic or one.held_as) for one in months)
        rulebook = rulebook_on(months[-1].month)
        quarters.append(
            Quarter(
                number,
                tuple(months),
                thematic_meetings_due(have, rulebook.meetings),
                rulebook.statement("meetings.frequency.thematic_per_quarter"),
            )
        )
    return quarters


def cells_lacking_topics(*, actor: Actor, year: int, number: int) -> list[tuple[Organisation, int]]:
    """Return the cells with fewer topics in a quarter than the edition asks, and how many lack."""
    months = months_of_quarter(year, number)
    edition = rulebook_on(months[-1]).meetings
    cells = list(
        Organisation.objects.visible_to(actor, MemberPermission.ROSTER_VIEW)
        .filter(
            Q(dissolved_on=None) | Q(dissolved_on__gt=months[0]),
            kind=Organisation.Kind.CELL,
            founded_on__lte=months[-1],
        )
        .order_by("code")
    )
    ids = [cell.pk for cell in cells]
    planned = set(
        Topic.objects.filter(month__in=months, organisation_id__in=ids).values_list(
            "organisation_id", "month"
        )
    )
    held = set(
        _thematic_parts()
        .filter(meeting__counts_for__in=months, meeting__organisation_id__in=ids)
        .values_list("meeting__organisation_id", "meeting__counts_for")
    )
    have = Counter(pk for pk, _ in planned | held)
    lacking = [(cell, thematic_meetings_due(have[cell.pk], edition)) for cell in cells]
    return [(cell, missing) for cell, missing in lacking if missing]


def topic_of(meeting: Meeting) -> Topic | None:
    """Return the topic planned for a meeting's month."""
    return Topic.objects.filter(
        organisation_id=meeting.organisation_id, month=first_of_month(meeting.counts_for)
    ).first()


def _thematic_parts() -> QuerySet[Part]:
    return (
        Part.objects.filter(kind=Part.Kind.THEMATIC)
        .exclude(meeting__state=Meeting.State.NOT_HELD)
        .select_related("meeting")
    )
