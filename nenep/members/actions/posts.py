"""Posts, and who stands in for their holders."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.core.constraints import broken_constraint, explained
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean
from nenep.members.models import Member, Post, StandIn
from nenep.members.permissions import MemberPermission
from nenep.members.rules import SENTENCES, body_of_post, fits
from nenep.organisations.lookup import visible_organisation
from nenep.organisations.models import Body

# How long the roles of one meeting may last before its minutes are signed; the guard in
# `database.py` allows a few days more.
MEETING_ROLE_DAYS = 14
_LATE = ["nobody_after_leaving"]


class CannotAppoint(Refusal):
    """The post cannot be given or ended so."""


@transaction.atomic
def appoint(
    *,
    member_id: int,
    organisation_id: int,
    kind: str,
    valid_from: date,
    valid_to: date | None = None,
    body_kind: str | None = None,
    term: str = "",
    decision: str = "",
    begun_by: str = "",
    from_place: str = "",
    actor: Actor,
    at: datetime,
) -> Post:
    """Give a member a post in an organisation (giao chức vụ).

    Args:
        kind: a `Post.Kind`.
        body_kind: the body, if it is not the usual one for such a post (the standing
            committee, for instance).
        begun_by: a `Post.Beginning`; empty where nobody has said.
        from_place: where somebody sent was before.

    Raises:
        CannotAppoint: somebody else is secretary then, and the sentence says who; or there
            is no such post.
    """
    organisation = visible_organisation(organisation_id, CannotAppoint)
    authorise(actor, MemberPermission.MEMBERS_EDIT, organisation.scope_key)
    if kind in (Post.Kind.CHAIR, Post.Kind.MINUTE_TAKER) or not fits(kind, organisation.kind):
        raise CannotAppoint("Đơn vị này không có chức vụ đó. Hãy chọn chức vụ khác.")
    wanted = body_kind or body_of_post(kind, organisation.kind)
    body = Body.objects.filter(organisation=organisation, kind=wanted).first() if wanted else None
    if wanted and body is None:
        raise CannotAppoint("Đơn vị này không có tập thể đó. Hãy chọn lại.")
    member = _member(member_id)
    new = Post(
        member=member,
        organisation=organisation,
        body=body,
        kind=kind,
        holder_name=member.full_name,
        term=term,
        decision=decision,
        begun_by=begun_by,
        from_place=from_place,
        valid_from=valid_from,
        valid_to=valid_to,
        scope_key=organisation.scope_key,
    )
    post = _saved(new)
    audit.record(
        "post.given",
        actor=actor,
        at=at,
        words=(
            f"Giao chức vụ {post.get_kind_display()} ở {organisation.name} "
            f"từ ngày {valid_from:%d/%m/%Y}."
        ),
        target=post,
    )
    return post


@transaction.atomic
def appoint_for_meeting(
    *, member_id: int, organisation_id: int, kind: str, actor: Actor, at: datetime
) -> Post:
    """Make a member chair or minute-taker of one meeting, from today on (chủ trì, thư ký).

    It lasts until `end_post`, which the meeting calls when its minutes are signed, and at
    most two weeks.

    Raises:
        NotAllowed: the actor may not run meetings there.
    """
    organisation = visible_organisation(organisation_id, CannotAppoint)
    authorise(actor, MemberPermission.ROLES_GIVE, organisation.scope_key)
    if kind not in (Post.Kind.CHAIR, Post.Kind.MINUTE_TAKER):
        raise CannotAppoint("Chỉ giao được vai trò chủ trì hoặc thư ký của buổi sinh hoạt.")
    today = timezone.localdate(at)
    member = _member(member_id)
    post = Post.objects.create(
        member=member,
        organisation=organisation,
        kind=kind,
        holder_name=member.full_name,
        valid_from=today,
        valid_to=today + timedelta(days=MEETING_ROLE_DAYS),
    )
    audit.record(
        "post.given_for_meeting",
        actor=actor,
        at=at,
        words=f"Giao vai trò {post.get_kind_display()}.",
        target=post,
    )
    return post


@transaction.atomic
def end_post(*, post_id: int, on: date, actor: Actor, at: datetime) -> Post:
    """End a post; `on` is the first day it is no longer held (thôi chức vụ).

    Whoever may run meetings ends the roles in them.
    """
    post = Post.objects.select_for_update(of=("self",)).get(pk=post_id)
    of_meeting = post.kind in (Post.Kind.CHAIR, Post.Kind.MINUTE_TAKER)
    needed = MemberPermission.ROLES_GIVE if of_meeting else MemberPermission.MEMBERS_EDIT
    authorise(actor, needed, post.scope_key)
    post.valid_to = on
    with explained(CannotAppoint, SENTENCES):
        post.save(update_fields=["valid_to"])
    for instead in post.stand_ins.filter(Q(valid_to=None) | Q(valid_to__gt=on)):
        instead.valid_to = max(on, instead.valid_from)
        instead.save(update_fields=["valid_to"])
    audit.record(
        "post.ended",
        actor=actor,
        at=at,
        words=f"Thôi chức vụ {post.get_kind_display()} từ ngày {on:%d/%m/%Y}.",
        target=post,
    )
    return post


@transaction.atomic
def describe_post(
    *,
    post_id: int,
    term: str,
    decision: str,
    begun_by: str,
    from_place: str,
    is_local: bool | None,
    class_attended: str,
    age_band: str,
    actor: Actor,
    at: datetime,
) -> Post:
    """Write what is known about a post and its holder (ghi thêm); who holds it and when stays.

    Args:
        is_local: None where nobody has said.
        age_band: a `Post.AgeBand`, never a day of birth.

    Raises:
        NotAllowed: the actor may not edit posts there.
    """
    post = Post.objects.select_for_update(of=("self",)).get(pk=post_id)
    authorise(actor, MemberPermission.MEMBERS_EDIT, post.scope_key)
    post.term, post.decision = clean(term), clean(decision)
    post.begun_by, post.from_place = begun_by, clean(from_place)
    post.is_local, post.class_attended, post.age_band = is_local, clean(class_attended), age_band
    post.save(
        update_fields=[
            "term",
            "decision",
            "begun_by",
            "from_place",
            "is_local",
            "class_attended",
            "age_band",
        ]
    )
    audit.record(
        "post.described",
        actor=actor,
        at=at,
        words=f"Ghi thêm về chức vụ {post.get_kind_display()}.",
        target=post,
    )
    return post


@transaction.atomic
def stand_in(
    *,
    post_id: int,
    member_id: int,
    valid_from: date,
    valid_to: date | None,
    decided_by: str,
    actor: Actor,
    at: datetime,
) -> StandIn:
    """Let somebody stand in for the holder of a post (giao người thay).

    Raises:
        CannotAppoint: it is the holder, or somebody stands in already.
    """
    post = Post.objects.get(pk=post_id)
    authorise(actor, MemberPermission.MEMBERS_EDIT, post.scope_key)
    if post.member_id == member_id:
        raise CannotAppoint("Người thay phải là người khác với người giữ chức vụ.", field="member")
    ends = post.valid_to
    if valid_from < post.valid_from or (ends and (valid_to is None or valid_to > ends)):
        raise CannotAppoint(
            "Thời gian thay phải ở trong thời gian giữ chức vụ. Hãy nhập lại ngày.",
            field="valid_from",
        )
    if not decided_by.strip():
        raise CannotAppoint(
            "Chưa ghi ai giao việc thay. Hãy nhập người hoặc văn bản giao.", field="decided_by"
        )
    with explained(CannotAppoint, SENTENCES, deferred=_LATE):
        instead = StandIn.objects.create(
            post=post,
            organisation_id=post.organisation_id,
            member_id=member_id,
            valid_from=valid_from,
            valid_to=valid_to,
            decided_by=decided_by.strip(),
            scope_key=post.scope_key,
        )
    audit.record(
        "post.stand_in_given",
        actor=actor,
        at=at,
        words=f"Giao người thay {post.get_kind_display()} từ ngày {valid_from:%d/%m/%Y}.",
        target=instead,
    )
    return instead


@transaction.atomic
def end_stand_in(*, stand_in_id: int, on: date, actor: Actor, at: datetime) -> StandIn:
    """End a stand-in; `on` is the first day it no longer holds (thôi thay)."""
    instead = StandIn.objects.select_for_update(of=("self",)).get(pk=stand_in_id)
    authorise(actor, MemberPermission.MEMBERS_EDIT, instead.scope_key)
    instead.valid_to = on
    with explained(CannotAppoint, SENTENCES):
        instead.save(update_fields=["valid_to"])
    audit.record(
        "post.stand_in_ended",
        actor=actor,
        at=at,
        words=f"Thôi thay chức vụ từ ngày {on:%d/%m/%Y}.",
        target=instead,
    )
    return instead


def _saved(post: Post) -> Post:
    """Save, and say who is secretary if somebody is."""
    try:
        with explained(CannotAppoint, SENTENCES, deferred=_LATE):
            post.save()
    except IntegrityError as error:
        if broken_constraint(error) != "post_one_secretary":
            raise
        overlapping = Q(valid_to=None) | Q(valid_to__gt=post.valid_from)
        if post.valid_to:
            overlapping &= Q(valid_from__lt=post.valid_to)
        held = Post.objects.filter(overlapping, body=post.body, kind=post.kind).first()
        who = f"Đồng chí {held.holder_name}" if held else "Một đồng chí khác"
        since = f" từ ngày {held.valid_from:%d/%m/%Y}" if held else ""
        raise CannotAppoint(
            f"{who} đang là Bí thư{since}. Hãy kết thúc chức vụ đó trước, hoặc chọn ngày khác."
        ) from None
    return post


def _member(pk: int) -> Member:
    member = Member.objects.filter(pk=pk).first()
    if member is None:
        raise CannotAppoint("Không tìm thấy đảng viên đã chọn. Hãy chọn lại.")
    return member
