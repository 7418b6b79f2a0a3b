"""Give a task in a meeting (việc giao tại buổi họp): a promise of one member."""

from datetime import date

from django.db import transaction

from nenep.access.actor import Actor, authorise
from nenep.core.vietnamese import clean
from nenep.organisations.models import Organisation
from nenep.tasks.actions.checks import due_in_time, said
from nenep.tasks.models import Task
from nenep.tasks.permissions import TaskPermission


@transaction.atomic
def give_task(
    *,
    organisation: Organisation,
    member_id: int,
    holder_name: str,
    title: str,
    product: str,
    due_on: date,
    given_on: date,
    body_id: int | None = None,
    actor: Actor,
) -> Task:
    """Write down who does what by when (giao việc), as a meeting gives it.

    Args:
        body_id: the body that meets.

    Raises:
        CannotGiveTask: no words, or the day lies before the day it was given.
    """
    authorise(actor, TaskPermission.TASK_GIVE, organisation.scope_key)
    title = said(title)
    due_in_time(due_on, given_on)
    return Task.objects.create(
        organisation=organisation,
        member_id=member_id,
        holder_name=holder_name,
        giver=organisation,
        giver_body_id=body_id,
        giver_name=organisation.name,
        title=title,
        product=clean(product),
        due_on=due_on,
        given_on=given_on,
    )
