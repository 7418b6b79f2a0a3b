"""Where a member belongs: officially, temporarily beside it, or assigned to take part."""

from datetime import date, datetime

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.core.constraints import explained
from nenep.core.errors import Refusal
from nenep.members.models import Member, Membership
from nenep.members.permissions import MemberPermission
from nenep.members.rules import SENTENCES
from nenep.organisations.keys import lock_tree
from nenep.organisations.lookup import visible_organisation

_LIFE = ["membership_within_life", "nobody_after_leaving"]


class CannotBelong(Refusal):
    """The member cannot belong there so."""


@transaction.atomic
def transfer(*, member_id: int, to_id: int, on: date, actor: Actor, at: datetime) -> Membership:
    """Let a member belong officially to another cell from a day on (chuyển sinh hoạt chính thức).

    Until the next transfer already recorded. Rights over the member's data go along on that
    day (`rehome`, for days ahead).

    Raises:
        CannotBelong: the member belongs there already, or to nothing that day.
        NotAllowed: the actor may not edit members of both cells.
    """
    lock_tree()
    member = Member.objects.select_for_update(of=("self",)).get(pk=member_id)
    to = visible_organisation(to_id, CannotBelong)
    authorise(actor, MemberPermission.MEMBERS_EDIT, member.scope_key)
    authorise(actor, MemberPermission.MEMBERS_EDIT, to.scope_key)
    current = (
        Membership.objects.valid_on(on).filter(member=member, kind=Membership.Kind.OFFICIAL).first()
    )
    if current is None:
        raise CannotBelong(f"Ngày {on:%d/%m/%Y} đảng viên không sinh hoạt chính thức ở đâu.")
    if current.organisation_id == to.pk:
        raise CannotBelong(f"Ngày {on:%d/%m/%Y} đảng viên đã sinh hoạt ở {to.name}.")
    until = current.valid_to
    with explained(CannotBelong, SENTENCES, deferred=_LIFE):
        current.valid_to = on
        current.save(update_fields=["valid_to"])
        # Whoever took part there beside the old cell now belongs there.
        beside = Membership.objects.valid_on(on).filter(member=member, organisation=to)
        beside.update(valid_to=on)
        membership = Membership.objects.create(
            member=member,
            organisation=to,
            kind=Membership.Kind.OFFICIAL,
            valid_from=on,
            valid_to=until,
        )
        _rehome(Member.objects.filter(pk=member.pk), timezone.localdate(at))
    member.refresh_from_db()
    audit.record(
        "member.transferred",
        actor=actor,
        at=at,
        words=f"Chuyển sinh hoạt chính thức đến {to.name} từ ngày {on:%d/%m/%Y}.",
        target=member,
    )
    return membership


@transaction.atomic
def belong_temporarily(
    *,
    member_id: int,
    organisation_id: int,
    valid_from: date,
    valid_to: date | None,
    actor: Actor,
    at: datetime,
) -> Membership:
    """Let a member belong to a cell for a time, beside the official one (sinh hoạt tạm thời)."""
    return _beside(
        Membership.Kind.TEMPORARY, member_id, organisation_id, valid_from, valid_to, actor, at
    )


@transaction.atomic
def assign_to_take_part(
    *,
    member_id: int,
    organisation_id: int,
    valid_from: date,
    valid_to: date | None = None,
    actor: Actor,
    at: datetime,
) -> Membership:
    """Assign a member to take part in another cell (phân công dự sinh hoạt)."""
    return _beside(
        Membership.Kind.ASSIGNED, member_id, organisation_id, valid_from, valid_to, actor, at
    )


@transaction.atomic
def end_belonging(*, membership_id: int, on: date, actor: Actor, at: datetime) -> Membership:
    """End a belonging; `on` is the first day it no longer holds (kết thúc sinh hoạt)."""
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership_id)
    authorise(actor, MemberPermission.MEMBERS_EDIT, membership.scope_key)
    membership.valid_to = on
    with explained(CannotBelong, SENTENCES, deferred=_LIFE):
        membership.save(update_fields=["valid_to"])
    audit.record(
        "member.belonging_ended",
        actor=actor,
        at=at,
        words=f"Kết thúc sinh hoạt {membership.get_kind_display()} từ ngày {on:%d/%m/%Y}.",
        target=membership,
    )
    return membership


@transaction.atomic
def follow_merger(*, from_id: int, to_id: int, on: date, actor: Actor, at: datetime) -> int:
    """Let everybody of a cell belong to the one that continues it, in the same way.

    Called in the transaction of the merger, before or after it.

    Returns:
        how many people came along.
    """
    lock_tree()
    source = visible_organisation(from_id, CannotBelong)
    to = visible_organisation(to_id, CannotBelong)
    authorise(actor, MemberPermission.MEMBERS_EDIT, source.scope_key)
    authorise(actor, MemberPermission.MEMBERS_EDIT, to.scope_key)
    stays = Membership.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), organisation=source)
    people = set()
    with explained(CannotBelong, SENTENCES, deferred=_LIFE[1:]):
        for stay in stays:
            people.add(stay.member_id)
            until, begins = stay.valid_to, max(on, stay.valid_from)
            stay.valid_to = begins
            stay.save(update_fields=["valid_to"])
            there = Membership.objects.valid_on(begins).filter(
                member_id=stay.member_id, organisation=to
            )
            if stay.kind == Membership.Kind.OFFICIAL:
                there.update(valid_to=begins)
            elif there.exists():
                continue
            Membership.objects.create(
                member_id=stay.member_id,
                organisation=to,
                kind=stay.kind,
                valid_from=begins,
                valid_to=until,
            )
        _rehome(Member.objects.filter(pk__in=people), timezone.localdate(at))
    audit.record(
        "member.followed_merger",
        actor=actor,
        at=at,
        words=f"Chuyển {len(people)} đảng viên của {source.name} về {to.name}.",
        target=to,
    )
    return len(people)


@transaction.atomic
def rehome(*, on: date) -> int:
    """Let rights over members' data follow transfers that begin that day; a daily job calls it.

    Returns:
        how many members changed their home.
    """
    lock_tree()
    return _rehome(Member.objects.all(), on)


def rehome_member(member: Member, today: date) -> None:
    """Let rights over one member's data follow where the member belongs; in the action's lock."""
    _rehome(Member.objects.filter(pk=member.pk), today)


def _rehome(members: models.QuerySet[Member], today: date) -> int:
    """Set each member's home to the cell of the official belonging that day."""
    changed = 0
    now = (
        Membership.objects.valid_on(today)
        .filter(kind=Membership.Kind.OFFICIAL, member__in=members)
        .exclude(organisation_id=F("member__home_id"))
        .select_related("organisation")
    )
    for stay in now:
        changed += Member.objects.filter(pk=stay.member_id).update(
            home=stay.organisation, scope_key=stay.organisation.scope_key
        )
    return changed


def _beside(
    kind: str,
    member_id: int,
    organisation_id: int,
    valid_from: date,
    valid_to: date | None,
    actor: Actor,
    at: datetime,
) -> Membership:
    organisation = visible_organisation(organisation_id, CannotBelong)
    authorise(actor, MemberPermission.MEMBERS_EDIT, organisation.scope_key)
    with explained(CannotBelong, SENTENCES, deferred=_LIFE):
        membership = Membership.objects.create(
            member_id=member_id,
            organisation=organisation,
            kind=kind,
            valid_from=valid_from,
            valid_to=valid_to,
        )
    audit.record(
        "member.belongs_beside",
        actor=actor,
        at=at,
        words=(
            f"Ghi sinh hoạt «{membership.get_kind_display()}» ở {organisation.name} "
            f"từ ngày {valid_from:%d/%m/%Y}."
        ),
        target=membership,
    )
    return membership
