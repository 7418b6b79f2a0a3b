"""Which rules hold for an organisation on a day: the edition's, and its committees' own."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.members import queries as members
from nenep.organisations.models import Organisation
from nenep.provisions.models import OwnValue
from nenep.rulebooks import Rulebook
from nenep.rulebooks.own import Own, OwnRule, with_own
from nenep.rulebooks.sources import Certainty, Source

# From the cell up: what is decided nearer to it counts.
_NEAREST = (
    Organisation.Kind.CELL,
    Organisation.Kind.SUB_COMMITTEE,
    Organisation.Kind.OTHER_BASE,
    Organisation.Kind.BASE,
    Organisation.Kind.DISTRICT,
    Organisation.Kind.PROVINCE,
)


def in_force(rulebook: Rulebook, *, organisation: Organisation, on: date) -> Rulebook:
    """Return the edition as it holds for an organisation on a day.

    Whose decisions count follows the tree of that day, so a later move changes no past meeting.
    """
    return with_own(rulebook, {OwnRule(one.rule): _own(one) for one in own_of(organisation, on)})


def own_of(organisation: Organisation, on: date) -> list[OwnValue]:
    """Return the committees' own values that hold for an organisation on a day, one a rule."""
    decided = (
        OwnValue.objects.filter(valid_from__lte=on)
        .filter(
            organisation_id__in=RawSQL(
                "SELECT organisation_id FROM organisations_path(%s, %s)", [organisation.pk, on]
            )
        )
        .select_related("organisation")
        .order_by("valid_from", "pk")
    )
    rows = list(decided)
    size = 0
    if any(row.fewer_than is not None for row in rows):
        size = len(members.roll(organisation=organisation, on=on))
    return chosen(rows, size)


def chosen(rows: Iterable[OwnValue], size: int) -> list[OwnValue]:
    """Return which of the decisions hold, one a rule.

    Args:
        rows: with their organisations, the oldest first.
        size: members of the cell.
    """
    newest: dict[tuple[str, int, int | None], OwnValue] = {}
    for row in rows:
        newest[row.rule, row.organisation_id, row.fewer_than] = row
    # What is decided for small cells alone counts before what is decided for all.
    standing = sorted(
        (row for row in newest.values() if row.value is not None),
        key=lambda row: (
            _NEAREST.index(Organisation.Kind(row.organisation.kind)),
            row.fewer_than is None,
            row.fewer_than or 0,
        ),
    )
    found: dict[str, OwnValue] = {}
    for row in standing:
        if row.fewer_than is None or size < row.fewer_than:
            found.setdefault(row.rule, row)
    return list(found.values())


def longest_lead(on: date) -> int:
    """Return the longest notice any committee in reach asks for on a day, in days; 0 if none."""
    leads = OwnValue.objects.filter(rule=OwnValue.Rule.LEAD_DAYS, valid_from__lte=on)
    return max((row.value or 0 for row in leads), default=0)


def decisions_of(*, actor: Actor, organisation: Organisation) -> QuerySet[OwnValue]:
    """Return what an organisation decided itself, the last first."""
    return (
        OwnValue.objects.visible_to(actor, Permission.RULES_DECIDE)
        .filter(organisation=organisation)
        .order_by("-valid_from", "-pk")
    )


def _own(row: OwnValue) -> Own:
    document = f"{row.decision} của {row.organisation.name}"
    return Own(row.value or 0, Source(document, None, Certainty.SEEN, note=_of_whom(row)))


def _of_whom(row: OwnValue) -> str:
    return f"Cho chi bộ dưới {row.fewer_than} đảng viên." if row.fewer_than else ""
