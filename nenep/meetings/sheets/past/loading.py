"""Load past meetings: state "from paper", with unsealed facts."""

from collections.abc import Sequence
from datetime import date, datetime, time

from django.db import connection
from django.utils import timezone

from nenep.meetings.models import Facts, Meeting
from nenep.meetings.sheets.past.checks import FIGURES, MeetingPlan
from nenep.organisations.models import Body
from nenep.sheets.refusal import Tell
from nenep.sheets.results import State
from nenep.sheets.rows import Row
from nenep.sheets.world import World

_BATCH = 1000

_PLACES = """
SELECT asked.cell, asked.day, (
  SELECT string_agg(organisation_id::text, '/' ORDER BY above DESC) || '/'
  FROM organisations_path(asked.cell, asked.day)
)
FROM unnest(%s::bigint[], %s::date[]) AS asked (cell, day)
"""


def load_meetings(
    rows: Sequence[Row],
    world: World,  # noqa: ARG001  (all loaders are called alike)
    *,
    tell: Tell,
) -> None:
    """Enter meetings or take over planned ones; new facts replace older ones."""
    waiting = [row for row in rows if row.state != State.SAME]
    plans: list[MeetingPlan] = [row.plan for row in waiting]
    if not plans:
        return
    bodies: dict[int, int] = dict(
        Body.objects.filter(
            organisation_id__in={plan.cell.loaded_pk for plan in plans}, kind=Body.Kind.CELL
        ).values_list("organisation_id", "pk")
    )
    new: list[Meeting] = []
    known: list[Meeting] = []
    for plan in plans:
        (known if plan.meeting else new).append(_meeting(plan, bodies))
    Meeting.objects.bulk_create(new, _BATCH)
    Meeting.objects.bulk_update(
        known, ["planned_at", "state", "not_held_reason", "edition"], _BATCH
    )
    places = _place_keys(plans)
    Facts.objects.bulk_create((_facts(plan, places) for plan in plans), _BATCH)
    tell("Buổi họp đã qua", len(plans), len(plans))


def _meeting(plan: MeetingPlan, bodies: dict[int, int]) -> Meeting:
    meeting = plan.meeting or Meeting(
        organisation_id=plan.cell.loaded_pk,
        scope_key=plan.cell.key,
        body_id=bodies[plan.cell.loaded_pk],
        kind=plan.kind,
        counts_for=plan.month,
    )
    # Paper tells the day, not the hour.
    meeting.planned_at = timezone.make_aware(datetime.combine(plan.facts["held_on"], time()))
    meeting.state = Meeting.State.PAPER
    meeting.not_held_reason = ""
    meeting.edition = plan.edition
    plan.meeting = meeting
    return meeting


def _place_keys(plans: Sequence[MeetingPlan]) -> dict[tuple[int, date], str]:
    """Return where each cell hung on the day it met; one query."""
    asked = list({(plan.cell.loaded_pk, plan.facts["held_on"]) for plan in plans})
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [[cell for cell, _ in asked], [day for _, day in asked]])
        return {(cell, day): key for cell, day, key in cursor.fetchall() if key}


def _facts(plan: MeetingPlan, places: dict[tuple[int, date], str]) -> Facts:
    figures = {name: plan.facts[name] for name in FIGURES}
    return Facts(
        organisation_id=plan.cell.loaded_pk,
        scope_key=plan.cell.key,
        meeting=plan.meeting,
        source=Facts.Source.PAPER,
        place_key=places.get((plan.cell.loaded_pk, plan.facts["held_on"]), plan.cell.key),
        sector=plan.cell.sector,
        kind=plan.kind,
        has_thematic_part=plan.combined or plan.kind == Meeting.Kind.THEMATIC,
        counts_for=plan.month,
        # Paper does not say who stays out of the base of the rate: everybody counts.
        counted=figures["entitled"],
        present_counted=figures["present"],
        edition=plan.edition,
        **figures,
    )
