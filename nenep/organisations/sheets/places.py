"""The organisations a workbook speaks of: those of the database, and those it would found."""

from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Q

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.core.formats import short_date
from nenep.organisations.models import Cluster, ClusterCell, FormerName, Organisation, Placement
from nenep.organisations.permissions import TreePermission
from nenep.sheets.near import Near
from nenep.sheets.rows import Row
from nenep.sheets.spans import Span
from nenep.sheets.world import World

# What `Column.names` says of a column with codes of organisations.
CODE_OF_ORGANISATION = "organisation"
OUT_OF_RANGE = (
    "Đơn vị này ngoài phạm vi của đồng chí nên không nạp được. "
    "Hãy bỏ dòng này, hoặc nhờ cấp quản lý đơn vị đó nạp."
)
# Stands in a key for an organisation that has no id yet; no id is a word.
_NEW = "new:"


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


class Places:
    """Organisations by code, as they would be after what has been checked so far.

    Attributes:
        taken: codes of the workbook that belong to something out of reach.
    """

    def __init__(self, world: World) -> None:
        self.by_code = _places(world.actor)
        named = world.book.codes(CODE_OF_ORGANISATION)
        self.near = Near([*self.by_code, *named.own])
        self.taken = _taken(named.all - self.by_code.keys())


def key_below(parent: Place | None, code: str) -> str:
    """Return a key for an organisation without an id: below its parent, for comparing only."""
    return f"{parent.key if parent else ''}{_NEW}{code.replace('/', '-')}/"


def place_named(row: Row, column: str, world: World) -> Place | None:
    """Return the organisation a cell names; say so if there is none."""
    code, places = row.text(column), world.of(Places)
    if not code or row.is_wrong(column):
        return None
    place = places.by_code.get(code)
    if place is None and code in places.taken:
        row.wrong(column, OUT_OF_RANGE)
    elif place is None:
        row.wrong(
            column,
            f"Không có mã này ở trang Tổ chức hay trong phần mềm.{places.near.question(code)}",
        )
    return place


def place_to_write(row: Row, column: str, permission: Permission, world: World) -> Place | None:
    """Return the organisation a cell names if the actor may import there."""
    place = place_named(row, column, world)
    if place is not None and not place.is_vague and not world.may(permission, place.key):
        row.wrong(column, OUT_OF_RANGE)
    return place


def check_there(row: Row, column: str, place: Place, since: date, until: date | None) -> None:
    """Say so if an organisation is not there all that time."""
    if place.is_vague:
        return
    if place.founded_on and since < place.founded_on:
        row.wrong(
            column,
            f"{place.name} thành lập ngày {short_date(place.founded_on)}. "
            "Hãy ghi ngày từ đó trở đi, hoặc sửa ngày thành lập.",
        )
    elif place.dissolved_on and (until is None or until > place.dissolved_on):
        row.wrong(column, f"{place.name} đã giải thể từ ngày {short_date(place.dissolved_on)}.")


def _places(actor: Actor) -> dict[str, Place]:
    seen = Q(actor.bounds(TreePermission.TREE_VIEW)) | Q(pk__in=actor.ancestors)
    by_pk = {
        one.pk: Place(
            code=one.code,
            name=one.name,
            kind=one.kind,
            sector=one.sector,
            key=one.scope_key,
            founded_on=one.founded_on,
            dissolved_on=one.dissolved_on,
            pk=one.pk,
        )
        for one in Organisation.objects.filter(seen)
    }
    within = actor.bounds(TreePermission.TREE_VIEW)
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


def _taken(codes: set[str]) -> set[str]:
    """Return which codes belong to something out of reach; only that, see `database.py`."""
    if not codes:
        return set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisations_taken_codes(%s)", [list(codes)])
        return {row[0] for row in cursor.fetchall()}
