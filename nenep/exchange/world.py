"""What the database knows of the places and people a workbook speaks of, in a few queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.scope import widened
from nenep.exchange.near import Near
from nenep.exchange.rows import Workbook
from nenep.exchange.sheets import CHARGES, MEMBERS, ORGANISATIONS, POSTS
from nenep.members.models import Member, Membership, MemberState, PersonalData
from nenep.organisations.models import Cluster, ClusterCell, FormerName, Organisation, Placement

# Stands in a key for an organisation that has no id yet; no id is a word.
_NEW = "new:"
_CODES = ("code", "parent", "cell", "organisation")


@dataclass
class Span:
    """Something that holds from a day until the day before `until`.

    Attributes:
        of: what it is about: the code of a parent or a cell, a state, a cluster's name.
        row: the workbook's row that says so, or 0 for the database.
    """

    of: str
    since: date
    until: date | None
    kind: str = ""
    row: int = 0
    pk: int | None = None

    def overlaps(self, since: date, until: date | None) -> bool:
        """Say whether both hold on some day; an empty span never does."""
        if self.until is not None and self.until <= self.since:
            return False
        return (until is None or self.since < until) and (self.until is None or since < self.until)

    def holds(self, day: date) -> bool:
        """Say whether it holds on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass
class Place:
    """An organisation, of the database or new in the workbook (`pk` is None).

    `is_vague` says that its own row is wrong, so that nothing more is said of it elsewhere.
    """

    code: str
    name: str
    kind: str
    sector: str
    key: str
    founded_on: date | None
    dissolved_on: date | None = None
    meeting_day: int | None = None
    pk: int | None = None
    above: list[Span] = field(default_factory=list)
    in_clusters: list[Span] = field(default_factory=list)
    clusters: dict[str, int | None] = field(default_factory=dict)
    renamed_on: date | None = None
    is_vague: bool = False
    row: int = 0

    @property
    def loaded_pk(self) -> int:
        """The id, once organisations are loaded."""
        assert self.pk is not None  # noqa: S101
        return self.pk


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


@dataclass
class World:
    """Places and people by code, as they would be after what has been checked so far."""

    actor: Actor
    at: datetime
    places: dict[str, Place]
    people: dict[str, Person]
    taken: set[str]
    taken_people: set[str]
    near_places: Near
    near_people: Near

    @property
    def today(self) -> date:
        """The day of the import."""
        return timezone.localdate(self.at)

    def may(self, permission: Permission, key: str) -> bool:
        """Say whether the actor imports and does this at a place."""
        return self.actor.may(Permission.IMPORT, key) and self.actor.may(permission, key)


def key_below(parent: Place | None, code: str) -> str:
    """Return a key for an organisation without an id: below its parent, for comparing only."""
    return f"{parent.key if parent else ''}{_NEW}{code.replace('/', '-')}/"


def known_world(book: Workbook, *, actor: Actor, at: datetime) -> World:
    """Read everything the checks compare with; personal data are open for this read only."""
    places = _places(actor)
    own = [row.text("code") for row in book.of(MEMBERS)]
    others = [row.text("member") for sheet in (POSTS, CHARGES) for row in book.of(sheet)]
    people = _people({*own, *others} - {""}, places, actor)
    named = {row.text(name) for rows in book.rows.values() for row in rows for name in _CODES}
    return World(
        actor=actor,
        at=at,
        places=places,
        people=people,
        taken=_taken_elsewhere(named - {""} - places.keys(), "place"),
        taken_people=_taken_elsewhere({*own, *others} - {""} - people.keys(), "person"),
        near_places=Near([*places, *(row.text("code") for row in book.of(ORGANISATIONS))]),
        near_people=Near([*own, *people, *_codes_like(others, people, own, actor)]),
    )


def _places(actor: Actor) -> dict[str, Place]:
    seen = Q(actor.reach(Permission.TREE_VIEW)) | Q(pk__in=actor.ancestors)
    by_pk = {
        one.pk: Place(
            code=one.code,
            name=one.name,
            kind=one.kind,
            sector=one.sector,
            key=one.scope_key,
            founded_on=one.founded_on,
            dissolved_on=one.dissolved_on,
            meeting_day=one.meeting_day,
            pk=one.pk,
        )
        for one in Organisation.objects.filter(seen)
    }
    within = actor.reach(Permission.TREE_VIEW)
    for one in Placement.objects.filter(within).order_by("valid_from"):
        above = by_pk.get(one.parent_id)
        by_pk[one.organisation_id].above.append(
            Span(above.code if above else "", one.valid_from, one.valid_to, pk=one.pk)
        )
    clusters = {one.pk: one for one in Cluster.objects.filter(within)}
    for cluster in clusters.values():
        by_pk[cluster.organisation_id].clusters[cluster.name] = cluster.pk
    for stay in ClusterCell.objects.filter(within).order_by("valid_from"):
        named = clusters.get(stay.cluster_id)
        by_pk[stay.organisation_id].in_clusters.append(
            Span(named.name if named else "", stay.valid_from, stay.valid_to, pk=stay.pk)
        )
    for former in FormerName.objects.filter(within).order_by("valid_to"):
        by_pk[former.organisation_id].renamed_on = former.valid_to
    return {place.code: place for place in by_pk.values()}


def _people(codes: Iterable[str], places: dict[str, Place], actor: Actor) -> dict[str, Person]:
    code_of = {place.pk: place.code for place in places.values()}
    reach = actor.reach(Permission.ROSTER_VIEW)
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
    fields = ("birth_date", "sex", "phone", "email", "admitted_on", "recognised_on")
    with widened(actor.with_personal_view()):
        for row in PersonalData.objects.filter(reach, **of_them).values("member_id", *fields):
            by_pk[row.pop("member_id")].personal = row
    return {person.code: person for person in by_pk.values()}


def codes_of(pks: Iterable[int], actor: Actor) -> dict[int, str]:
    """Return the codes of members by their ids; those out of reach are missing."""
    found = Member.objects.visible_to(actor, Permission.ROSTER_VIEW).filter(pk__in=set(pks))
    return dict(found.values_list("pk", "code"))


def _taken_elsewhere(codes: set[str], kind: str) -> set[str]:
    """Return which codes belong to something out of reach; only that, see `database.py`."""
    if not codes:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code FROM exchange_taken_codes(%s) WHERE kind = %s", [list(codes), kind]
        )
        return {row[0] for row in cursor.fetchall()}


def _codes_like(
    wanted: Iterable[str], people: dict[str, Person], own: list[str], actor: Actor
) -> list[str]:
    """Return codes of the database to guess from, if some are unknown: not a whole province's."""
    if {*wanted} <= {*people, *own, ""}:
        return []
    codes = Member.objects.visible_to(actor, Permission.ROSTER_VIEW).values_list("code", flat=True)
    return list(codes[:20_000])
