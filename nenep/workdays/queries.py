"""The calendar of working days as it stands, and what was decided about it."""

from datetime import date

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from nenep.access.actor import Actor
from nenep.organisations.models import Organisation
from nenep.workdays.models import DayException
from nenep.workdays.permissions import WorkdaysPermission
from nenep.workdays.rules import Decided, Workdays


def workdays(scope_key: str = "") -> Workdays:
    """Return the calendar with what was decided otherwise; whoever stands in the tree reads it.

    Args:
        scope_key: of what lies in the tree asked about; needed by who sees several trees.
    """
    decided = DayException.objects.order_by("pk")
    if scope_key:
        decided = decided.filter(organisation_id=int(scope_key.partition("/")[0]))
    newest = {one.day: one for one in decided}
    return Workdays(
        {
            day: Decided(one.working, one.reason)
            for day, one in newest.items()
            if one.working is not None
        }
    )


def exceptions_of(year: int) -> QuerySet[DayException]:
    """What was decided otherwise of days of a year, by day, the last decision first."""
    return DayException.objects.filter(day__range=(date(year, 1, 1), date(year, 12, 31))).order_by(
        "day", "-pk"
    )


def trees_decided_by(actor: Actor) -> QuerySet[Organisation]:
    """The topmost organisations for whose trees the actor notes days."""
    at_the_top = Concat(Cast("pk", TextField()), Value("/"))
    return (
        Organisation.objects.visible_to(actor, WorkdaysPermission.WORKDAYS_DECIDE)
        .filter(scope_key=at_the_top)
        .order_by("name")
    )
