"""What figures about meetings are counted from: plans and frozen facts."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import (
    Case,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone

from nenep.meetings.figures.dimensions import BODY, LEVEL, OF_CELL_BODIES
from nenep.meetings.figures.lead import noticed_in_time
from nenep.meetings.models import Facts, Meeting, Postponement
from nenep.organisations.figures import cell_there
from nenep.organisations.flows import Flow, FlowMeasure
from nenep.organisations.models import Body
from nenep.organisations.standing import SEEN_WITH, Question

# Its cell was there in the month that a row counts for.
_THERE = cell_there(F("counts_for"), None, of="organisation__")


def first_month(asked: Question) -> date | None:
    """Return the first month of which the reader can know of any meeting, of whichever unit."""
    seen = Meeting.objects.visible_to(asked.actor, SEEN_WITH).order_by("counts_for")
    return seen.values_list("counts_for", flat=True).first()


def states(asked: Question) -> dict[str, FlowMeasure]:
    """Return how often each state that needs a reminder occurs, as `reports.states` tells them."""
    today = timezone.make_aware(datetime.combine(asked.today, time.min))
    state = Meeting.State
    ahead = Q(state__in=(state.PLANNED, state.POSTPONED))
    return {
        "planned": FlowMeasure(),
        "noticed": FlowMeasure(Q(noticed_at__isnull=False)),
        "postponed": FlowMeasure(Q(Exists(Postponement.objects.filter(meeting=OuterRef("pk"))))),
        "not_held": FlowMeasure(Q(state=state.NOT_HELD)),
        "late": FlowMeasure(ahead & Q(planned_at__lt=today)),
        "unsigned": FlowMeasure(
            Q(state=state.ENDED) | Q(state=state.IN_PROGRESS, started_at__lt=today)
        ),
    }


def facts_measures(_: Question) -> dict[str, FlowMeasure]:
    """Return what facts come to: meetings, people, minutes, points, in time or not."""
    counted = Q(counted__gt=0)
    sealed = Q(source=Facts.Source.SEALED)
    return {
        "held": FlowMeasure(),
        "from_paper": FlowMeasure(Q(source=Facts.Source.PAPER)),
        "sealed": FlowMeasure(sealed),
        "entitled": FlowMeasure(of=F("entitled")),
        "counted": FlowMeasure(of=F("counted")),
        "present": FlowMeasure(of=F("present_counted")),
        "excused": FlowMeasure(of=F("excused")),
        "absent": FlowMeasure(of=F("absent")),
        "with_counted": FlowMeasure(counted),
        "shares": FlowMeasure(counted, _share()),
        "timed": FlowMeasure(Q(minutes__isnull=False)),
        "minutes": FlowMeasure(Q(minutes__isnull=False), F("minutes")),
        "scored": FlowMeasure(Q(score__isnull=False)),
        "points": FlowMeasure(Q(score__isnull=False), F("score")),
        "answered": FlowMeasure(Q(in_time__isnull=False)),
        "in_time": FlowMeasure(Q(in_time=True)),
    }


def _share() -> Combinable:
    """Return the attendance of one meeting as a share of one."""
    exact = DecimalField(max_digits=30, decimal_places=20)
    return ExpressionWrapper(
        Cast("present_counted", exact) / Cast("counted", exact), output_field=exact
    )


def _of_meeting(meeting: Any) -> dict[str, Any]:
    return {
        "what": meeting.kind_words,
        "day": timezone.localtime(meeting.planned_at).date().isoformat(),
        "state": str(Meeting.State(meeting.state).label),
        "address": reverse("meetings:meeting", args=[meeting.pk]),
    }


def _of_facts(facts: Any) -> dict[str, Any]:
    return {
        "what": facts.meeting.kind_words,
        "day": facts.held_on.isoformat(),
        "source": str(Facts.Source(facts.source).label),
        "address": reverse("meetings:meeting", args=[facts.meeting_id]),
    }


def _first_thematic_of_its_month() -> Q:
    """Return the condition that a cell counts once a month, however often it met on a topic."""
    earlier = Facts.objects.filter(
        Q(kind=Meeting.Kind.THEMATIC) | Q(has_thematic_part=True),
        Q(held_on__lt=OuterRef("held_on")) | Q(held_on=OuterRef("held_on"), pk__lt=OuterRef("pk")),
        organisation_id=OuterRef("organisation_id"),
        counts_for=OuterRef("counts_for"),
        is_current=True,
        meeting__body__kind=Body.Kind.CELL,
    )
    return ~Q(Exists(earlier))


_FACTS: dict[str, Any] = {
    "objects": lambda: Facts.objects,
    "dated": "counts_for",
    "by_day": "held_on",
    "row": _of_facts,
    "since": first_month,
    "related": ("organisation", "meeting__body"),
}

PLANS = Flow(
    "plans",
    objects=lambda: Meeting.objects,
    where=lambda _: Q(body__kind=Body.Kind.CELL, kind=Meeting.Kind.REGULAR) & _THERE,
    dated="counts_for",
    by_day="planned_at__date",
    measures=states,
    row=_of_meeting,
    since=first_month,
    related=("organisation", "body"),
)

HELD = Flow(
    "held",
    where=lambda _: (
        Q(is_current=True, kind=Meeting.Kind.REGULAR, meeting__body__kind=Body.Kind.CELL) & _THERE
    ),
    measures=facts_measures,
    by={"level": (LEVEL, F("level"))},
    **_FACTS,
)

NOTICED = Flow(
    "noticed",
    where=lambda asked: HELD.where(asked) & Q(source=Facts.Source.SEALED),
    measures=noticed_in_time,
    by={"level": (LEVEL, F("level"))},
    **_FACTS,
)

THEMATIC = Flow(
    "thematic",
    where=lambda _: (
        Q(is_current=True, meeting__body__kind=Body.Kind.CELL)
        & (Q(kind=Meeting.Kind.THEMATIC) | Q(has_thematic_part=True))
        & _first_thematic_of_its_month()
    ),
    measures=lambda _: {"held": FlowMeasure()},
    by={
        "level": (
            LEVEL,
            Case(When(kind=Meeting.Kind.THEMATIC, then=F("level")), default=F("thematic_level")),
        )
    },
    **_FACTS,
)

OF_COMMITTEES = Flow(
    "committee_held",
    where=lambda _: Q(is_current=True) & ~Q(meeting__body__kind__in=OF_CELL_BODIES),
    measures=facts_measures,
    by={"body": (BODY, F("meeting__body__kind"))},
    **_FACTS,
)

PLANS_OF_COMMITTEES = Flow(
    "committee_plans",
    objects=lambda: Meeting.objects,
    where=lambda _: ~Q(body__kind__in=OF_CELL_BODIES),
    dated="counts_for",
    by_day="planned_at__date",
    measures=states,
    row=_of_meeting,
    since=first_month,
    related=("organisation", "body"),
    by={"body": (BODY, F("body__kind"))},
)
