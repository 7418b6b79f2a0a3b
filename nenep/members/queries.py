"""Who belongs where on a day, and in which posts a member can act."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet

from nenep.access.actor import Actor
from nenep.access.permissions import Role
from nenep.access.ranges import MOST_RANGES, Range, merged, subtree
from nenep.access.roles import (
    AND,
    BodyMember,
    BodyRunner,
    BodySecretary,
    CommuneCommitteeMember,
    MemberRole,
    Overseer,
)
from nenep.access.scope import NoScope, current_actor
from nenep.core.vietnamese import without_marks
from nenep.members.models import (
    Charge,
    Member,
    Membership,
    MemberState,
    PersonalData,
    Post,
    StandIn,
)
from nenep.members.permissions import MemberPermission
from nenep.members.rules import DESKS, role_in_meetings, role_of_post
from nenep.organisations import body_keys
from nenep.organisations.models import Body, ClusterCell, Organisation
from nenep.organisations.rules import committee_name

# How the roll says that somebody takes part elsewhere for a time; no row of its own.
AWAY = "away"


@dataclass(frozen=True)
class RollLine:
    """Somebody who belongs to an organisation on a day.

    `belonging` is a `Membership.Kind`, or "away" for somebody who belongs here officially
    and takes part in another organisation for a time; `state` is a `MemberState.State`.
    """

    member_id: int
    full_name: str
    sort_key: str
    belonging: str
    state: str
    # Where the person comes from, of a body that several cells sit in; empty of the others.
    unit: str = ""

    @property
    def state_words(self) -> str:
        """The state in Vietnamese."""
        return MemberState.State(self.state).label

    @property
    def belonging_words(self) -> str:
        """How the person belongs, in Vietnamese."""
        if self.belonging == AWAY:
            return "Tạm thời sinh hoạt nơi khác"
        return Membership.Kind(self.belonging).label


@dataclass(frozen=True)
class FoundMember:
    """Somebody found by name."""

    member_id: int
    full_name: str
    home_id: int
    home_name: str


@dataclass(frozen=True)
class HeldDuty:
    """One post, stand-in, duty or belonging in which a member can act (tư cách).

    `code` is stable: "post:12", "standin:4", "charges", "member:42" (the belonging's id).
    `ancestors` are the ids above, whose names may be shown.
    """

    code: str
    role_code: str
    label: str
    ranges: tuple[Range, ...]
    ancestors: tuple[int, ...]
    organisation_id: int | None


@dataclass(frozen=True)
class _Row:
    source: str
    source_id: int
    post: str | None
    body: str | None
    organisation_id: int
    organisation_kind: str
    organisation_name: str
    scope_key: str
    cluster_name: str | None


def roll(*, organisation: Organisation, on: date) -> list[RollLine]:
    """Return everybody who belongs to an organisation on a day, in Vietnamese order of names.

    Also those who belong for a time or are assigned, whose own data lies elsewhere. Empty
    where the scope does not hold ROSTER_VIEW.
    """
    return [RollLine(*row) for row in _rows("members_roll(%s, %s)", organisation.pk, on)]


def size(organisation: Organisation, on: date) -> int:
    """Return how many belong to an organisation on a day; nobody's name comes along.

    0 where the scope does not hold TREE_VIEW.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT members_size(%s, %s)", [organisation.pk, on])
        (found,) = cursor.fetchone()
    return int(found)


def body_roll(*, body: Body, on: date) -> list[RollLine]:
    """Return everybody who sits in a body above the cell on a day, in Vietnamese order.

    A committee and its standing committee by their posts, a briefing by the committee's
    leaders and the secretaries of the cells below, the whole organisation by its cells.
    Empty where the scope does not hold ROSTER_VIEW over the body's meetings.
    """
    return [RollLine(*row) for row in _rows("members_body_roll(%s, %s)", body.pk, on)]


def body_with_mail(body: Body, on: date) -> set[int]:
    """Return the ids of those who sit in a body above the cell and have an e-mail address."""
    return {row[0] for row in _rows("members_body_with_mail(%s, %s)", body.pk, on)}


def search(name: str, *, most: int = 20) -> list[FoundMember]:
    """Return members whose name has all these words, whatever the marks, within the scope.

    Args:
        name: as typed; "dao" finds "Đào".
        most: how many at most.
    """
    return [FoundMember(*row) for row in _rows("members_search(%s, %s)", without_marks(name), most)]


def named(words: str, actor: Actor) -> list[FoundMember]:
    """Return the member with this code, or those with such a name, within the scope."""
    by_code = Member.objects.visible_to(actor, MemberPermission.ROSTER_VIEW).filter(code=words)
    if (one := by_code.select_related("home").first()) is not None:
        return [FoundMember(one.pk, one.full_name, one.home_id, one.home.name)]
    return search(words)


def desks_of(committee: Organisation, on: date) -> QuerySet[Post]:
    """Return the desks of a committee's office that are held on a day or given from a later one."""
    return (
        Post.objects.filter(organisation=committee, kind__in=list(DESKS))
        .filter(Q(valid_to=None) | Q(valid_to__gt=on))
        .order_by("kind", "valid_from", "holder_name")
    )


def with_mail(organisation: Organisation, on: date) -> set[int]:
    """Return the ids of those who belong to an organisation and have given an e-mail address.

    Empty where the scope does not hold MAIL_VIEW; the addresses themselves stay masked.
    """
    return {row[0] for row in _rows("members_with_mail(%s, %s)", organisation.pk, on)}


def own_email(actor: Actor) -> tuple[str, bool]:
    """Return one's own address, and whether one said no."""
    row = PersonalData.objects.own_of(actor).values_list("email", "email_refused").first()
    return row or ("", False)


def has_committee(cell: Organisation, on: date) -> bool:
    """Whether a cell has a committee (chi ủy) on a day: somebody is a member of it."""
    return (
        Post.objects.valid_on(on)
        .filter(
            organisation=cell,
            body__kind=Body.Kind.CELL_COMMITTEE,
            kind=Post.Kind.COMMITTEE_MEMBER,
        )
        .exists()
    )


def held_duties(member_id: int, on: date) -> list[HeldDuty]:
    """Return the duties of a member on a day; none for those who left or are suspended.

    One query, which needs no permission but answers only for the member of the open scope.

    Raises:
        NoScope: the scope is somebody else's.
    """
    if current_actor().member_id != member_id:
        raise NoScope("Duties are asked for oneself.")
    rows = [_Row(*row) for row in _rows("members_ways_to_act(%s)", on)]
    desks = [row for row in rows if row.source == "post" and row.post in DESKS]
    posts = [
        duty
        for row in rows
        if row.source in ("post", "standin") and row not in desks
        for duty in (_by_post(row), _by_meetings_of(row))
        if duty is not None
    ]
    posts += _by_desks(desks)
    charges = _by_charges([row for row in rows if row.source == "charge"])
    # Who sits in the committee reads its briefings with all its other meetings; a role in one
    # meeting takes nothing away.
    sits = [duty for duty in posts if duty.role_code != BodyRunner.code]
    reached = [part for duty in sits for part in duty.ranges]
    briefings = [
        duty
        for duty in (_by_briefing(row) for row in rows if row.source == "briefing")
        if not any(duty.ranges[0].low in part for part in reached)
    ]
    memberships = [_by_membership(row) for row in rows if row.source == "member"]
    return [*posts, *charges, *briefings, *memberships]


def _rows(function: str, *arguments: int | str | date) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}", arguments)  # noqa: S608  (a name of ours)
        return list(cursor.fetchall())


def _by_post(row: _Row) -> HeldDuty:
    label = _post_label(row)
    if row.source == "standin":
        label = f"Thay {label}"
    role = role_of_post(str(row.post), row.organisation_kind)
    duty = _duty(f"{row.source}:{row.source_id}", role.code, label, [row])
    if role in (BodyRunner, CommuneCommitteeMember):
        return replace(duty, ranges=_reach_of_a_committee(row, role), ancestors=_and_itself(duty))
    return duty


def _by_desks(rows: list[_Row]) -> list[HeldDuty]:
    """All desks that somebody holds in one committee are one duty: over the same places, together."""
    by_place: dict[int, list[_Row]] = {}
    for row in rows:
        by_place.setdefault(row.organisation_id, []).append(row)
    duties = []
    for place, held in by_place.items():
        kinds = [kind for kind in DESKS if any(row.post == kind for row in held)]
        first, *others = (Post.Kind(kind).label for kind in kinds)
        title = ", ".join([first, *(f"{one[0].lower()}{one[1:]}" for one in others)])
        label = f"{title} {committee_name(held[0].organisation_name)}"
        codes = AND.join(DESKS[kind].code for kind in kinds)
        duties.append(_duty(f"desks:{place}", codes, label, held))
    return duties


def _by_meetings_of(row: _Row) -> HeldDuty | None:
    """A post in a committee acts in its meetings by itself, with nothing of the cells below."""
    role = role_in_meetings(str(row.post), row.organisation_kind)
    if role is None:
        return None
    title = "Điều hành họp" if role is BodySecretary else "Dự họp"
    label = f"{title} {committee_name(row.organisation_name)}"
    duty = _duty(f"hop-{row.source}:{row.source_id}", role.code, label, [row])
    return replace(duty, ranges=_reach_of_a_committee(row, role), ancestors=_and_itself(duty))


def _reach_of_a_committee(row: _Row, role: type[Role]) -> tuple[Range, ...]:
    """Return what a post in a committee reaches; the standing committee's only its members'."""
    key = row.scope_key
    if role is BodyRunner:
        return body_keys.own_rows(key), body_keys.of_body(key, str(row.body))
    in_standing = row.body == Body.Kind.STANDING_COMMITTEE
    if role is CommuneCommitteeMember:
        return (subtree(key),) if in_standing else body_keys.without_standing_committee(key)
    if in_standing or role is BodySecretary:
        return (body_keys.all_bodies(key),)
    return body_keys.bodies_without_standing_committee(key)


def _and_itself(duty: HeldDuty) -> tuple[int, ...]:
    return (*duty.ancestors, *filter(None, (duty.organisation_id,)))


def _by_briefing(row: _Row) -> HeldDuty:
    """A secretary of a cell sits in the commune's briefing, and in nothing else of it."""
    label = f"Dự giao ban {committee_name(row.organisation_name)}"
    duty = _duty(f"giao-ban:{row.source_id}", BodyMember.code, label, [row])
    reach = body_keys.of_body(row.scope_key, Body.Kind.BRIEFING)
    return replace(duty, ranges=(reach,), ancestors=_and_itself(duty))


def _by_membership(row: _Row) -> HeldDuty:
    how = {
        Membership.Kind.OFFICIAL: "Đảng viên",
        Membership.Kind.TEMPORARY: "Đảng viên sinh hoạt tạm thời ở",
        Membership.Kind.ASSIGNED: "Được phân công dự",
    }[Membership.Kind(str(row.post))]
    label = f"{how} {row.organisation_name}"
    duty = _duty(f"member:{row.source_id}", MemberRole.code, label, [row])
    if row.post == Membership.Kind.ASSIGNED:
        return duty
    # Whoever belongs to a cell belongs to the organisations above, and meets with each as a whole.
    wholes = (body_keys.of_body(key, Body.Kind.WHOLE) for key in body_keys.above(row.scope_key))
    return replace(duty, ranges=(*duty.ranges, *wholes))


def _by_charges(rows: list[_Row]) -> list[HeldDuty]:
    """All charges in one duty; more than one scope can hold, in several."""
    ranges = merged(subtree(row.scope_key) for row in rows)
    by_range = {part: [row for row in rows if row.scope_key in part] for part in ranges}
    parts = [ranges[start : start + MOST_RANGES] for start in range(0, len(ranges), MOST_RANGES)]
    return [
        _duty(
            "charges" if number == 1 else f"charges-{number}",
            Overseer.code,
            _charges_label([row for one in part for row in by_range[one]]),
            [row for one in part for row in by_range[one]],
        )
        for number, part in enumerate(parts, start=1)
    ]


def _duty(code: str, role_code: str, label: str, rows: list[_Row]) -> HeldDuty:
    organisations = {row.organisation_id for row in rows}
    return HeldDuty(
        code=code,
        role_code=role_code,
        label=label,
        ranges=merged(subtree(row.scope_key) for row in rows),
        ancestors=_above(row.scope_key for row in rows),
        organisation_id=organisations.pop() if len(organisations) == 1 else None,
    )


def _above(keys: Iterable[str]) -> tuple[int, ...]:
    ids = {int(pk) for key in keys for pk in key.strip("/").split("/")[:-1]}
    return tuple(sorted(ids))


def _post_label(row: _Row) -> str:
    """Say the post in words: "Bí thư Chi bộ Bản Mới", "Ủy viên Ban Thường vụ Đảng ủy xã …"."""
    kind = Post.Kind(str(row.post))
    if row.organisation_kind == Organisation.Kind.CELL:
        title = "Chi ủy viên" if kind == Post.Kind.COMMITTEE_MEMBER else kind.label
        return f"{title} {row.organisation_name}"
    committee = committee_name(row.organisation_name)
    if kind in (Post.Kind.CHAIR, Post.Kind.MINUTE_TAKER):
        title = "Chủ trì" if kind == Post.Kind.CHAIR else "Thư ký"
        return f"{title} họp {Body.Kind(str(row.body)).label} {committee}"
    if kind == Post.Kind.COMMITTEE_MEMBER:
        body = "Ban Thường vụ" if row.body == Body.Kind.STANDING_COMMITTEE else "Ban Chấp hành"
        return f"{kind.label} {body} {committee}"
    return f"{kind.label} {committee}"


def _cluster_words(name: str) -> str:
    """Say a cluster: "cụm Phấn Kiến"; where its name begins so, the word stands once."""
    return name if name.casefold().startswith("cụm ") else f"cụm {name}"


def _charges_label(rows: list[_Row]) -> str:
    """Say what somebody looks after; names as long as they are few."""
    whole: list[str] = []
    for _, group in groupby(rows, key=lambda row: row.source_id):
        first = next(iter(group))
        cluster = first.cluster_name
        whole.append(_cluster_words(cluster) if cluster else first.organisation_name)
    names = list(dict.fromkeys(whole))
    if len(names) > 3:
        return f"Phụ trách {len(names)} nơi: {names[0]}, {names[1]}, …"
    return f"Phụ trách {', '.join(names)}"


def posts_in(cell: Organisation, on: date) -> QuerySet[Post]:
    """Return the posts held in a cell on a day, not the roles of a meeting.

    Each has `standing_in`: who stands in on that day, and who will.
    """
    standing_in = StandIn.objects.not_over(on).select_related("member").order_by("valid_from")
    return (
        Post.objects.valid_on(on)
        .filter(organisation=cell)
        .exclude(kind__in=(Post.Kind.CHAIR, Post.Kind.MINUTE_TAKER))
        .select_related("body")
        .prefetch_related(Prefetch("stand_ins", standing_in, to_attr="standing_in"))
        .order_by("kind", "holder_name")
    )


def leaders(organisation: Organisation, on: date) -> list[int]:
    """Return the ids of the secretary and who stands in; of the deputies where there is none."""
    posts = list(posts_in(organisation, on))
    held = [post for post in posts if post.kind == Post.Kind.SECRETARY] or [
        post for post in posts if post.kind == Post.Kind.DEPUTY
    ]
    instead = StandIn.objects.valid_on(on).filter(post__in=held)
    return [*(post.member_id for post in held), *instead.values_list("member_id", flat=True)]


def charges_over(cell: Organisation, on: date, *, coming: bool = False) -> QuerySet[Charge]:
    """Return who looks after a cell on a day: by itself, or with its cluster.

    Args:
        coming: also who will.
    """
    clusters = ClusterCell.objects.valid_on(on).filter(organisation=cell).values("cluster_id")
    charges = Charge.objects.not_over(on) if coming else Charge.objects.valid_on(on)
    return (
        charges.filter(Q(organisation=cell, cluster=None) | Q(cluster_id__in=clusters))
        .select_related("cluster")
        .order_by("holder_name", "valid_from")
    )


def confirming_charge(cell: Organisation, on: date) -> Charge | None:
    """Return the charge that confirms scores of a cell on a day.

    Its own before that of its cluster, and that before one over the committee above.
    """
    clusters = ClusterCell.objects.valid_on(on).filter(organisation=cell).values("cluster_id")
    above = [int(pk) for pk in cell.scope_key.strip("/").split("/")]
    found = Charge.objects.valid_on(on).filter(
        Q(cluster=None, organisation_id__in=above) | Q(cluster_id__in=clusters),
        confirms_scores=True,
    )
    return min(found, key=lambda one: _farness(one, cell), default=None)


def _farness(charge: Charge, cell: Organisation) -> tuple[bool, bool, int]:
    is_own = charge.organisation_id == cell.pk and charge.cluster_id is None
    return not is_own, charge.cluster_id is None, charge.pk
