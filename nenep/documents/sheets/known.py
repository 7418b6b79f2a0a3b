"""The terms a workbook speaks of: those entered already, and those its rows would enter."""

from dataclasses import dataclass
from datetime import date

from nenep.access.permissions import Permission
from nenep.organisations.models import Body, Term
from nenep.organisations.permissions import TreePermission
from nenep.organisations.rules import term_label
from nenep.organisations.sheets.places import Place, Places
from nenep.sheets.rows import Row
from nenep.sheets.world import World

# Whose documents numbers run for; an organisation has one of the two.
NUMBERING = (Body.Kind.CELL, Body.Kind.COMMITTEE)
_NOT_THEIRS = (
    "Nhiệm kỳ, số mở đầu của đơn vị này không thuộc phần việc của đồng chí. Hãy bỏ dòng này, "
    "hoặc nhờ người làm phần việc văn thư – tài liệu nạp."
)


@dataclass
class KnownTerm:
    """A term, of the database or new in the workbook (`pk` is None until it is loaded).

    Attributes:
        until: the first day no longer in it; None: until the next one.
        row: the row that enters it.
    """

    label: str
    since: date
    until: date | None
    congress: str = ""
    pk: int | None = None
    row: Row | None = None


class Terms:
    """The terms of the organisations that rows name, by the organisation's code."""

    def __init__(self, world: World) -> None:
        named = {row.text("organisation") for rows in world.book.rows.values() for row in rows}
        places = world.of(Places).by_code
        codes = {places[code].pk: code for code in named if code in places and places[code].pk}
        self.by_place: dict[str, list[KnownTerm]] = {}
        found = Term.objects.filter(
            world.actor.bounds(TreePermission.TREE_VIEW),
            organisation_id__in=list(codes),
            body__kind__in=NUMBERING,
        )
        for one in found.order_by("valid_from"):
            self.of(codes[one.organisation_id]).append(
                KnownTerm(one.label, one.valid_from, one.valid_to, one.congress, one.pk)
            )

    def of(self, code: str) -> list[KnownTerm]:
        """Return the terms of one organisation; more may be put into the list."""
        return self.by_place.setdefault(code, [])

    def labelled(self, code: str, label: str) -> KnownTerm | None:
        """Return the last term of an organisation with a label, in whatever spelling."""
        spelt = term_label(label)
        found = [one for one in self.of(code) if one.label == spelt]
        return max(found, key=lambda one: one.since, default=None)


def check_may_write(row: Row, place: Place, world: World, *permissions: Permission) -> None:
    """Say so if the actor may not write what the row would; what stays as it is nobody writes."""
    would_write = row.is_new or row.changes
    if (
        would_write
        and not place.is_vague
        and not all(world.may(one, place.key) for one in permissions)
    ):
        row.wrong("organisation", _NOT_THEIRS)
