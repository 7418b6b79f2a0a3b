"""Which meetings had notice in time: by the edition of their day, or an own value."""

from django.db.models import (
    BooleanField,
    Case,
    F,
    Func,
    IntegerField,
    Q,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncDate

from nenep.meetings.figures.dimensions import EVER
from nenep.organisations.flows import FlowMeasure
from nenep.organisations.standing import Question, below
from nenep.provisions.models import OwnValue
from nenep.rulebooks.library import library


def noticed_in_time(asked: Question) -> dict[str, FlowMeasure]:
    """Return which meetings sealed in the product had notice in time."""
    return {
        "sealed": FlowMeasure(),
        "noticed_in_time": FlowMeasure(_in_time(asked)),
    }


def _in_time(asked: Question) -> Q:
    """Return the condition that notice went out by the lead of its day's edition, or an own one."""
    given = Func(
        F("held_on"),
        TruncDate("meeting__noticed_at"),
        arg_joiner=" - ",
        template="(%(expressions)s)",
        output_field=IntegerField(),
    )
    return Q(meeting__noticed_at__isnull=False) & Q(
        Func(
            given,
            _lead_days(asked),
            arg_joiner=" >= ",
            template="(%(expressions)s)",
            output_field=BooleanField(),
        )
    )


def _lead_days(asked: Question) -> Combinable:
    """Return how many days before a meeting notice goes out at the latest."""
    decided = [When(where, then=Value(days)) for where, days in asked.once("leads", _own_lead_days)]
    editions = [
        When(edition=one.code, then=Value(one.meetings.notice.lead_days))
        for one in library().between(*EVER)
    ]
    return Case(*decided, *editions, default=Value(0), output_field=IntegerField())


def _own_lead_days() -> list[tuple[Q, int]]:
    """Return what committees decided themselves, the nearest to a cell first."""
    rows = list(
        OwnValue.objects.filter(rule=OwnValue.Rule.LEAD_DAYS)
        .select_related("organisation")
        .order_by("valid_from", "pk")
    )
    found = []
    for number, row in enumerate(rows):
        if row.value is None:
            continue
        later = [
            one.valid_from
            for one in rows[number + 1 :]
            if (one.organisation_id, one.fewer_than) == (row.organisation_id, row.fewer_than)
        ]
        where = below(row.organisation) & Q(held_on__gte=row.valid_from)
        if later:
            where &= Q(held_on__lt=later[0])
        if row.fewer_than is not None:
            where &= Q(entitled__lt=row.fewer_than)
        depth = row.organisation.scope_key.count("/")
        order = (-depth, row.fewer_than is None, row.fewer_than or 0)
        found.append((order, where, row.value))
    return [(where, days) for _, where, days in sorted(found, key=lambda one: one[0])]
