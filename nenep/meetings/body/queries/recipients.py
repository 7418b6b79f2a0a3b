"""Who is told about a cell's meetings: those invited, its secretary, those who look after it."""

from datetime import date

from django.utils import timezone

from nenep.access.jobs import actor_for
from nenep.access.scope import widened
from nenep.meetings.body.queries.people import people_of
from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.models import Meeting
from nenep.members import queries as members
from nenep.members.models import Charge
from nenep.members.permissions import MemberPermission
from nenep.members.queries import RollLine
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission
from nenep.rulebooks.rules import standing


def invited(meeting: Meeting) -> list[RollLine]:
    """Return those entitled to attend on the planned day, in Vietnamese order of names."""
    rules = rules_for(meeting).meetings
    day = timezone.localtime(meeting.planned_at).date()
    return [
        line
        for line in people_of(meeting, day)
        if standing(line.belonging, line.state, rules).entitled_to_attend
    ]


def overseers(cell: Organisation, on: date) -> list[int]:
    """Return the ids of those who look after a cell, by itself or with its cluster.

    Called by jobs: a cluster's duty lies with the committee above, out of a cell's range.
    """
    above = "/".join(cell.scope_key.strip("/").split("/")[:-1])
    rights = frozenset(
        {TreePermission.TREE_VIEW, MemberPermission.ROSTER_VIEW, MemberPermission.CHARGES_VIEW}
    )
    reader = actor_for("tìm người phụ trách", rights, f"{above}/" if above else cell.scope_key)
    with widened(reader):
        return [charge.member_id for charge in members.charges_over(cell, on)]


def confirming_overseer(meeting: Meeting) -> Charge | None:
    """Return the charge that confirms the score of a meeting, the nearest one first.

    Of the cell itself, of its cluster, or of the committee right above; the same as the
    trigger `confirmation_by_overseer` lets in.
    """
    cell = meeting.organisation
    above = "/".join(cell.scope_key.strip("/").split("/")[:-1])
    rights = frozenset(
        {TreePermission.TREE_VIEW, MemberPermission.ROSTER_VIEW, MemberPermission.CHARGES_VIEW}
    )
    reader = actor_for("tìm người xác nhận điểm", rights, f"{above}/" if above else cell.scope_key)
    day = timezone.localtime(meeting.started_at or meeting.planned_at).date()
    with widened(reader):
        return members.confirming_charge(cell, day)
