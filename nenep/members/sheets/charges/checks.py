"""Compare the sheet of who looks after whom; one confirms the scores of a place at a time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from nenep.access.ranges import MOST_RANGES, merged, subtree
from nenep.access.roles import Overseer
from nenep.core.formats import short_date
from nenep.members.models import Charge
from nenep.members.permissions import MemberPermission
from nenep.members.rules import NOT_TO_ONESELF
from nenep.members.sheets.people import People, Person, codes_of, person_named, refuse_gone
from nenep.organisations.permissions import TreePermission
from nenep.organisations.sheets.places import Place, Places, check_there, place_to_write
from nenep.sheets.checking import first_day_after, once
from nenep.sheets.near import Near
from nenep.sheets.rows import Row
from nenep.sheets.spans import Span, last_day
from nenep.sheets.world import World


@dataclass
class KnownCharge:
    """Somebody looks after a place, of the database or of a row."""

    member: str
    holder: str
    place: str
    cluster: str
    since: date
    until: date | None
    confirms: bool
    duty: str = ""
    decision: str = ""
    pk: int | None = None
    row: Row | None = None

    @property
    def span(self) -> Span:
        """When it holds."""
        return Span(self.place, self.since, self.until)


@dataclass
class ChargePlan:
    """What loading would do with one duty."""

    person: Person
    place: Place
    duty: KnownCharge
    ends: bool = False
    describes: bool = False
    gives_more: bool = False


def check_charges(rows: Sequence[Row], world: World) -> None:
    """Compare every row, then look at all duties of these places and people together."""
    duties = _known(rows, world)
    by_key = {(one.member, one.place, one.cluster, one.since): one for one in duties}
    seen: dict[tuple[object, ...], int] = {}
    for row in rows:
        duty = _read(row, world)
        if duty is None:
            continue
        key = (duty.member, duty.place, duty.cluster, duty.since)
        if not once(row, key, seen, "member", "Phân công này"):
            continue
        known = by_key.get(key)
        plan = row.plan = ChargePlan(
            world.of(People).by_code[duty.member],
            world.of(Places).by_code[duty.place],
            known or duty,
        )
        if known is None:
            row.is_new = True
            duties.append(duty)
        else:
            known.row = row
            _compare(row, plan, duty)
        _check_giver(row, plan, world)
    _check_confirming(duties)
    _check_ranges(duties, world)


def _known(rows: Sequence[Row], world: World) -> list[KnownCharge]:
    named = {row.text("organisation") for row in rows}
    people = [
        p.pk for row in rows if (p := world.of(People).by_code.get(row.text("member"))) and p.pk
    ]
    code_of = {place.pk: place.code for place in world.of(Places).by_code.values() if place.pk}
    places = [pk for pk, code in code_of.items() if code in named]
    found = (
        Charge.objects.filter(
            Q(organisation_id__in=places) | Q(member_id__in=people),
            world.actor.bounds(TreePermission.TREE_VIEW),
        )
        .order_by("valid_from")
        .values_list(
            "pk",
            "member_id",
            "holder_name",
            "organisation_id",
            "cluster__name",
            "valid_from",
            "valid_to",
            "confirms_scores",
            "duty",
            "decision",
        )
    )
    codes = codes_of([charge[1] for charge in found], world.actor)
    return [
        KnownCharge(
            codes.get(member, ""), holder, code_of.get(place, ""), cluster or "",
            since, until, confirms, duty, decision, pk,
        )
        for pk, member, holder, place, cluster, since, until, confirms, duty, decision in found
    ]  # fmt: skip


def _read(row: Row, world: World) -> KnownCharge | None:
    person = person_named(row, "member", world)
    place = place_to_write(row, "organisation", MemberPermission.MEMBERS_EDIT, world)
    until, since, cluster = first_day_after(row), row.day("since"), row.text("cluster")
    if place and cluster and not place.is_vague and cluster not in place.clusters:
        near = Near(place.clusters).question(cluster)
        row.wrong(
            "cluster", f"{place.name} không có cụm này.{near} Cụm lấy từ cột Cụm ở trang Tổ chức."
        )
    if place and since:
        check_there(row, "since", place, since, until)
    if person is None or place is None or since is None:
        return None
    refuse_gone(row, "member", person, until, world)
    return KnownCharge(
        person.code, person.full_name, place.code, cluster, since, until,
        bool(row.values.get("confirms")), row.text("duty"), row.text("decision"), row=row,
    )  # fmt: skip


def _check_giver(row: Row, plan: ChargePlan, world: World) -> None:
    """Say so if whoever loads it would look after more by it, without an overseer's rights yet."""
    is_own = plan.person.pk is not None and plan.person.pk == world.actor.member_id
    has_them = Overseer.permissions <= world.actor.permissions
    if is_own and not has_them and (row.is_new or plan.gives_more):
        row.wrong("member", NOT_TO_ONESELF)


def _compare(row: Row, plan: ChargePlan, duty: KnownCharge) -> None:
    known = plan.duty
    if duty.until and duty.until != known.until:
        row.change("until", last_day(known.until), last_day(duty.until))
        plan.gives_more |= known.until is not None and duty.until > known.until
        known.until, plan.ends = duty.until, True
    if duty.duty and duty.duty != known.duty:
        row.change("duty", known.duty, duty.duty)
        known.duty, plan.describes = duty.duty, True
    if duty.decision and duty.decision != known.decision:
        row.change("decision", known.decision, duty.decision)
        known.decision, plan.describes = duty.decision, True
    if row.values.get("confirms") is not None and duty.confirms != known.confirms:
        row.change("confirms", known.confirms, duty.confirms)
        plan.gives_more |= duty.confirms
        known.confirms, plan.describes = duty.confirms, True


def _check_confirming(duties: Iterable[KnownCharge]) -> None:
    by_place: dict[tuple[str, str], list[KnownCharge]] = defaultdict(list)
    for one in duties:
        if one.confirms:
            by_place[one.place, one.cluster].append(one)
    for group in by_place.values():
        ordered = sorted(
            group, key=lambda one: (one.row is not None, one.row.number if one.row else 0)
        )
        for place, second in enumerate(ordered):
            first = next(
                (one for one in ordered[:place] if one.span.overlaps(second.since, second.until)),
                None,
            )
            wrong, other = (second, first) if second.row else (first, second)
            if first is None or wrong is None or other is None or wrong.row is None:
                continue
            where = f"dòng {other.row.number}" if other.row else f"đã ghi: {other.holder}"
            wrong.row.wrong(
                "confirms",
                f"Mỗi nơi mỗi lúc một người xác nhận điểm: trùng với {where}, "
                f"từ {short_date(other.since)}. Hãy ghi Không ở một dòng hoặc sửa ngày.",
            )


def _check_ranges(duties: Iterable[KnownCharge], world: World) -> None:
    """One log-in holds so many separate parts of the tree; see `members.actions.charges`."""
    by_member: dict[str, list[KnownCharge]] = defaultdict(list)
    for one in duties:
        by_member[one.member].append(one)
    grouped: dict[tuple[str, str], list[tuple[Place, Span]]] = defaultdict(list)
    for place in world.of(Places).by_code.values():
        for stay in place.in_clusters:
            if place.above:
                grouped[place.above[-1].of, stay.of].append((place, stay))
    for group in by_member.values():
        if len(group) + sum(len(grouped[one.place, one.cluster]) for one in group) <= MOST_RANGES:
            continue
        for one in group:
            if one.row is None or not one.row.is_new:
                continue
            keys = [
                key
                for other in group
                if other.span.holds(one.since)
                for key in _keys(other, one.since, world, grouped)
            ]
            most = len(merged(subtree(key) for key in keys))
            if most > MOST_RANGES:
                one.row.wrong(
                    "organisation",
                    f"Đồng chí này sẽ phụ trách {most} nơi tách rời cùng một lúc, nhiều nhất là "
                    f"{MOST_RANGES}. Hãy giao bớt cho người khác.",
                )


def _keys(
    duty: KnownCharge,
    day: date,
    world: World,
    grouped: dict[tuple[str, str], list[tuple[Place, Span]]],
) -> list[str]:
    if duty.cluster:
        cells = grouped[duty.place, duty.cluster]
        return [place.key for place, stay in cells if stay.holds(day) and place.key]
    place = world.of(Places).by_code.get(duty.place)
    return [place.key] if place and place.key else []
