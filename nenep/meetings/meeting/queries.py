"""The meetings of a cell, for who asks."""

from datetime import datetime

from django.db.models import Prefetch, QuerySet

from nenep.access.actor import Actor
from nenep.core import months
from nenep.meetings.models import (
    Facts,
    Meeting,
)
from nenep.organisations.permissions import TreePermission


def meetings_of(*, actor: Actor, organisation_id: int, year: int) -> QuerySet[Meeting]:
    """A cell's meetings of a year, the latest first, with their current facts."""
    return (
        Meeting.objects.visible_to(actor, TreePermission.TREE_VIEW)
        .filter(organisation_id=organisation_id, counts_for__year=year)
        .select_related("body")
        .prefetch_related(
            Prefetch("facts", Facts.objects.filter(is_current=True), to_attr="current_facts"),
            "postponements",
        )
        .order_by("-counts_for", "-planned_at")
    )


def next_meeting(*, actor: Actor, organisation_id: int, now: datetime) -> Meeting | None:
    """The meeting in hand: one in progress or unsigned, else the next planned one."""
    meetings = Meeting.objects.visible_to(actor, TreePermission.TREE_VIEW).filter(
        organisation_id=organisation_id
    )
    unfinished = meetings.filter(
        state__in=[Meeting.State.IN_PROGRESS, Meeting.State.ENDED]
    ).order_by("-planned_at")
    ahead = meetings.filter(
        state__in=[Meeting.State.PLANNED, Meeting.State.POSTPONED],
        counts_for__gte=months.first_of_month(now.date()),
    ).order_by("planned_at")
    return unfinished.first() or ahead.first()
