"""The members a workbook speaks of: those of the database, and those it would enter."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from nenep.access.actor import Actor
from nenep.access.scope import widened
from nenep.core.formats import short_date
from nenep.members.models import IN, OUT, Act, Member, Membership, MemberState, PersonalData
from nenep.members.permissions import MemberPermission
from nenep.organisations.sheets.places import Places
from nenep.sheets.near import Near
from nenep.sheets.rows import Row
from nenep.sheets.spans import Span
from nenep.sheets.world import World

# What `Column.names` says of a column with codes of members.
CODE_OF_MEMBER = "member"
# How a move between cells is called beside the movements; it is none.
MOVED = "transferred"
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


class KnownActs:
    """What is recorded of coming and going of those a workbook names, and would be after its rows.

    Attributes:
        of: by code, the movements (or `MOVED`) with their days, as they were recorded.
    """

    def __init__(self, world: World) -> None:
        codes = {one.pk: one.code for one in world.of(People).by_code.values() if one.pk}
        self.of: dict[str, list[tuple[str, date]]] = {}
        for act in _acts_about(list(codes), world.actor):
            kind = MOVED if act.kind == Act.Kind.TRANSFERRED else act.movement
            if kind:
                self.of.setdefault(codes[act.member_id], []).append((kind, act.day))

    def gone(self, code: str) -> tuple[str, date] | None:
        """Return how and when somebody left, while nothing brought them back."""
        moved = [one for one in self.of.get(code, []) if one[0] in (*IN, *OUT)]
        return moved[-1] if moved and moved[-1][0] in OUT else None


def refuse_gone(row: Row, column: str, person: Person, until: date | None, world: World) -> None:
    """Say so where somebody would still be here, or hold something, after leaving."""
    if person.pk is None or row.is_wrong(column):
        return
    gone = world.of(KnownActs).gone(person.code)
    if gone and (until is None or until > gone[1]):
        row.wrong(
            column,
            f"Đã ghi «{Act.Movement(gone[0]).label}» từ ngày {short_date(gone[1])}. "
            "Người đã trở lại thì ghi ở trang Biến động trước.",
        )


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
    # What was taken back never held.
    never = {"valid_to": F("valid_from")}
    stays = Membership.objects.filter(reach, **of_them).exclude(**never).order_by("valid_from")
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
    states = MemberState.objects.filter(reach, **of_them).exclude(**never)
    for state in states.order_by("valid_from"):
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


def _acts_about(members: Collection[int], actor: Actor) -> QuerySet[Act]:
    acts = Act.objects.visible_to(actor, MemberPermission.PERSON_VIEW)
    return acts.filter(undone_at=None, member_id__in=members).order_by("pk")


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
