"""The members a workbook speaks of: those of the database, and those it would enter."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from nenep.access.actor import Actor
from nenep.access.scope import widened
from nenep.members.models import Member, Membership, MemberState, PersonalData
from nenep.members.permissions import MemberPermission
from nenep.organisations.sheets.places import Places
from nenep.sheets.near import Near
from nenep.sheets.rows import Row
from nenep.sheets.spans import Span
from nenep.sheets.world import World

# What `Column.names` says of a column with codes of members.
CODE_OF_MEMBER = "member"
PERSONAL = ("birth_date", "sex", "phone", "email", "admitted_on", "recognised_on")


@dataclass
class Person:
    """A member, of the database or new in the workbook (`pk` is None)."""

    code: str
    full_name: str
    key: str
    pk: int | None = None
    personal: dict[str, Any] = field(default_factory=dict)
    stays: list[Span] = field(default_factory=list)
    states: list[Span] = field(default_factory=list)
    is_vague: bool = False
    row: int = 0

    @property
    def loaded_pk(self) -> int:
        """The id, once members are loaded."""
        assert self.pk is not None  # noqa: S101
        return self.pk


class People:
    """Members by code, as they would be after what has been checked so far.

    Personal data are open for this one reading.

    Attributes:
        taken: codes of the workbook that belong to somebody out of reach.
    """

    def __init__(self, world: World) -> None:
        named = world.book.codes(CODE_OF_MEMBER)
        self.by_code = _people(named.all, world)
        self.taken = _taken(named.all - self.by_code.keys())
        others = _codes_like(named.others, self.by_code, named.own, world.actor)
        self.near = Near([*named.own, *self.by_code, *others])


def person_named(row: Row, column: str, world: World) -> Person | None:
    """Return the member a cell names; say so if there is none."""
    code, people = row.text(column), world.of(People)
    if not code or row.is_wrong(column):
        return None
    person = people.by_code.get(code)
    if person is None and code in people.taken:
        row.wrong(column, "Mã này của một đảng viên ngoài phạm vi của đồng chí. Hãy kiểm tra mã.")
    elif person is None:
        row.wrong(
            column,
            f"Không có mã này ở trang Đảng viên hay trong phần mềm.{people.near.question(code)}",
        )
    return person


def _people(codes: Iterable[str], world: World) -> dict[str, Person]:
    actor = world.actor
    code_of = {place.pk: place.code for place in world.of(Places).by_code.values()}
    reach = actor.bounds(MemberPermission.ROSTER_VIEW)
    by_pk = {
        pk: Person(code=code, full_name=name, key=key, pk=pk)
        for pk, code, name, key in Member.objects.filter(reach, code__in=list(codes)).values_list(
            "pk", "code", "full_name", "scope_key"
        )
    }
    if not by_pk:
        return {}
    of_them = {"member_id__in": list(by_pk)}
    stays = Membership.objects.filter(reach, **of_them).order_by("valid_from")
    for stay in stays:
        by_pk[stay.member_id].stays.append(
            Span(
                code_of.get(stay.organisation_id, ""),
                stay.valid_from,
                stay.valid_to,
                kind=stay.kind,
                pk=stay.pk,
            )
        )
    for state in MemberState.objects.filter(reach, **of_them).order_by("valid_from"):
        by_pk[state.member_id].states.append(
            Span(state.state, state.valid_from, state.valid_to, pk=state.pk)
        )
    with widened(actor.with_personal_view()):
        for row in PersonalData.objects.filter(reach, **of_them).values("member_id", *PERSONAL):
            by_pk[row.pop("member_id")].personal = row
    return {person.code: person for person in by_pk.values()}


def codes_of(pks: Iterable[int], actor: Actor) -> dict[int, str]:
    """Return the codes of members by their ids; those out of reach are missing."""
    found = Member.objects.visible_to(actor, MemberPermission.ROSTER_VIEW).filter(pk__in=set(pks))
    return dict(found.values_list("pk", "code"))


def codes_in_reach(actor: Actor) -> dict[int, str]:
    """Return the codes of all members whose records the actor may read, by their ids."""
    found = Member.objects.visible_to(actor, MemberPermission.ROSTER_VIEW)
    return dict(found.values_list("pk", "code"))


def _taken(codes: set[str]) -> set[str]:
    """Return which codes belong to somebody out of reach; only that, see `database.py`."""
    if not codes:
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT members_taken_codes(%s)", [list(codes)])
        return {row[0] for row in cursor.fetchall()}


def _codes_like(
    wanted: Iterable[str], people: dict[str, Person], own: list[str], actor: Actor
) -> list[str]:
    """Return codes of the database to guess from, if some are unknown: not a whole province's."""
    if {*wanted} <= {*people, *own, ""}:
        return []
    codes = Member.objects.visible_to(actor, MemberPermission.ROSTER_VIEW).values_list(
        "code", flat=True
    )
    return list(codes[:20_000])
