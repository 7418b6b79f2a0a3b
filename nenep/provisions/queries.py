"""Which rules hold for an organisation on a day: the edition's, and its committees' own."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from nenep.access.actor import Actor
from nenep.members import queries as members
from nenep.organisations.models import Organisation
from nenep.provisions.models import OwnValue
from nenep.provisions.permissions import RulePermission
from nenep.rulebooks import Rulebook
from nenep.rulebooks.library import library
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
    is_cell = organisation.kind == Organisation.Kind.CELL
    holding = [one for one in own_of(organisation, on) if is_cell or one.fewer_than is None]
    return with_own(rulebook, {OwnRule(one.rule): _own(one) for one in holding})


def own_of(organisation: Organisation, on: date) -> list[OwnValue]:
    """Return the committees' own values that hold for an organisation on a day.

    One a rule for a cell, by its size; of a committee also each one for small cells alone.
    """
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
    if organisation.kind != Organisation.Kind.CELL:
        return chosen(rows, None)
    needs_size = any(row.fewer_than is not None for row in rows)
    return chosen(rows, members.size(organisation, on) if needs_size else 0)


def chosen(rows: Iterable[OwnValue], size: int | None) -> list[OwnValue]:
    """Return which of the decisions hold: one a rule, or one a rule and size.

    Args:
        rows: with their organisations, the oldest first.
        size: members of the cell; None for those that hold for cells of any size.
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
    found: dict[tuple[str, int | None], OwnValue] = {}
    for row in standing:
        if size is None:
            found.setdefault((row.rule, row.fewer_than), row)
        elif row.fewer_than is None or size < row.fewer_than:
            found.setdefault((row.rule, None), row)
    return list(found.values())


def longest_lead(first: date, last: date) -> int:
    """Return the longest notice that cells in reach are asked for on any day of a time, in days.

    By an edition or a committee; what a committee has replaced meanwhile counts too.
    """
    own = OwnValue.objects.filter(rule=OwnValue.Rule.LEAD_DAYS, valid_from__lte=last)
    editions = library().between(first, last)
    asked = [rulebook.meetings.notice.lead_days for rulebook in editions]
    return max((*asked, *(row.value or 0 for row in own)), default=0)


def decisions_of(*, actor: Actor, organisation: Organisation) -> QuerySet[OwnValue]:
    """Return what an organisation decided itself, the last first."""
    return (
        OwnValue.objects.visible_to(actor, RulePermission.RULES_DECIDE)
        .filter(organisation=organisation)
        .order_by("-valid_from", "-pk")
    )


def _own(row: OwnValue) -> Own:
    document = f"{row.decision} của {row.organisation.name}"
    return Own(row.value or 0, Source(document, None, Certainty.SEEN, note=_of_whom(row)))


def _of_whom(row: OwnValue) -> str:
    return f"Cho chi bộ dưới {row.fewer_than} đảng viên." if row.fewer_than else ""
