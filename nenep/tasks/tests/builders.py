"""Tasks that committees give, for tests of any app."""

from datetime import timedelta

from nenep.access.actor import Actor
from nenep.access.scope import scope
from nenep.members.models import Member
from nenep.organisations.models import Body, Organisation
from nenep.organisations.tests.builders import NOW, TODAY, building
from nenep.tasks.actions import assign_task
from nenep.tasks.models import Task

MONTH = timedelta(days=30)


def an_assigned_task(
    giver: Actor,
    unit: Organisation,
    title: str = "Rà soát hộ nghèo",
    *,
    member: Member | None = None,
    body: Body | None = None,
    **more: object,
) -> Task:
    """A task that somebody's committee gives to a unit, a body or a member of it, due in a month."""
    values = {
        "product": "Danh sách hộ",
        "due_on": TODAY + MONTH,
        "supervisor_id": None,
        "source_words": "",
        "at": NOW,
    } | more
    with scope(giver):
        return assign_task(
            giver_id=giver.organisation_id,
            organisation_id=unit.pk,
            member_id=member.pk if member else None,
            body_id=body.pk if body else None,
            title=title,
            actor=giver,
            **values,
        )


def body_of(unit: Organisation, kind: str) -> Body:
    """A body of an organisation."""
    with building():
        return Body.objects.get(organisation=unit, kind=kind)
