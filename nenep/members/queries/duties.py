"""In which posts, duties and belongings a member can act (tư cách)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

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
from nenep.members.models import Membership, Post
from nenep.members.queries.functions import rows_of
from nenep.members.queries.labels import DutyRow, charges_label, post_label
from nenep.members.rules import DESKS, role_in_meetings, role_of_post
from nenep.organisations import body_keys
from nenep.organisations.models import Body
from nenep.organisations.rules import committee_name


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


def held_duties(member_id: int, on: date) -> list[HeldDuty]:
    """Return the duties of a member on a day; none for those who left or are suspended.

    One query, which needs no permission but answers only for the member of the open scope.

    Raises:
        NoScope: the scope is somebody else's.
    """
    if current_actor().member_id != member_id:
        raise NoScope("Duties are asked for oneself.")
    rows = [DutyRow(*row) for row in rows_of("members_ways_to_act(%s)", on)]
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


def _by_post(row: DutyRow) -> HeldDuty | None:
    role = role_of_post(str(row.post), row.organisation_kind)
    if role is None:
        return None
    label = post_label(row)
    if row.source == "standin":
        label = f"Thay {label}"
    duty = _duty(f"{row.source}:{row.source_id}", role.code, label, [row])
    if role in (BodyRunner, CommuneCommitteeMember):
        return replace(duty, ranges=_reach_of_a_committee(row, role), ancestors=_and_itself(duty))
    return duty


def _by_desks(rows: list[DutyRow]) -> list[HeldDuty]:
    """All desks that somebody holds in one committee are one duty: over the same places, together."""
    by_place: dict[int, list[DutyRow]] = {}
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


def _by_meetings_of(row: DutyRow) -> HeldDuty | None:
    """A post in a committee acts in its meetings by itself, with nothing of the cells below."""
    role = role_in_meetings(str(row.post), row.organisation_kind)
    if role is None:
        return None
    title = "Điều hành họp" if role is BodySecretary else "Dự họp"
    label = f"{title} {committee_name(row.organisation_name)}"
    duty = _duty(f"hop-{row.source}:{row.source_id}", role.code, label, [row])
    return replace(duty, ranges=_reach_of_a_committee(row, role), ancestors=_and_itself(duty))


def _reach_of_a_committee(row: DutyRow, role: type[Role]) -> tuple[Range, ...]:
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


def _by_briefing(row: DutyRow) -> HeldDuty:
    """A secretary of a cell sits in the commune's briefing, and in nothing else of it."""
    label = f"Dự giao ban {committee_name(row.organisation_name)}"
    duty = _duty(f"giao-ban:{row.source_id}", BodyMember.code, label, [row])
    reach = body_keys.of_body(row.scope_key, Body.Kind.BRIEFING)
    return replace(duty, ranges=(reach,), ancestors=_and_itself(duty))


def _by_membership(row: DutyRow) -> HeldDuty:
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


def _by_charges(rows: list[DutyRow]) -> list[HeldDuty]:
    """All charges in one duty; more than one scope can hold, in several."""
    ranges = merged(subtree(row.scope_key) for row in rows)
    by_range = {part: [row for row in rows if row.scope_key in part] for part in ranges}
    parts = [ranges[start : start + MOST_RANGES] for start in range(0, len(ranges), MOST_RANGES)]
    return [
        _duty(
            "charges" if number == 1 else f"charges-{number}",
            Overseer.code,
            charges_label([row for one in part for row in by_range[one]]),
            [row for one in part for row in by_range[one]],
        )
        for number, part in enumerate(parts, start=1)
    ]


def _duty(code: str, role_code: str, label: str, rows: list[DutyRow]) -> HeldDuty:
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
