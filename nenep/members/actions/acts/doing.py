"""Do an act: lock, authorise, check, change, record. And say beforehand what would follow."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.core.constraints import explained
from nenep.core.errors import NotAllowed
from nenep.core.formats import short_date
from nenep.core.vietnamese import clean
from nenep.members.actions.acts.changes import held_charges, held_posts
from nenep.members.actions.acts.standing import PersonStanding, standing_on
from nenep.members.actions.acts.table import Doing, Done, KnownAct, ToldAct, of_kind
from nenep.members.actions.acts.trace import Trace
from nenep.members.actions.belonging import rehome_member
from nenep.members.around import AskedAct, CannotAct, arounds
from nenep.members.models import Act, Member
from nenep.members.permissions import MemberPermission
from nenep.members.rules import SENTENCES, post_words
from nenep.organisations.keys import lock_tree
from nenep.organisations.lookup import visible_organisation
from nenep.organisations.models import Organisation

_LATE = ["membership_within_life", "nobody_after_leaving"]


@transaction.atomic
def do_act(
    *,
    member_id: int,
    kind: str,
    day: date,
    to_id: int | None = None,
    actor: Actor,
    at: datetime,
    **given: Any,
) -> Act:
    """Do one act about a member, with everything that follows from it.

    Args:
        kind: an `Act.Kind` of the table.
        day: the first day of what is new; also one long past.
        to_id: the cell somebody goes or comes to.
        given: what else the act is told; see `ToldAct`.

    Raises:
        CannotAct: it does not fit how the member stands that day; the sentence says why.
        NotAllowed: the actor may not edit the member, or members of that cell.
    """
    lock_tree()
    act = of_kind(kind)
    member = locked_member(member_id, actor)
    if day > timezone.localdate(at) and not act.may_be_ahead:
        raise CannotAct(f"Ngày {short_date(day)} ở sau hôm nay. Hãy kiểm tra ngày.", field="day")
    if act.leaves == "all" and member.pk == actor.member_id:
        raise CannotAct("Không tự ghi việc này cho mình được. Hãy nhờ người khác ghi.")
    to = cell_to(to_id, actor) if to_id is not None else None
    told = ToldAct(day=day, to=to, **given)
    standing = standing_on(member, day)
    _in_order(act, standing, day)
    asked = _asked(member, act, told, standing, actor, at)
    for one in arounds():
        one.checks(asked)
    doing = Doing(member, told, standing, Trace(), actor, at)
    with explained(CannotAct, SENTENCES, deferred=_LATE):
        done = act.does(doing)
        followed = {one.code: found for one in arounds() if (found := one.happens(asked))}
        rehome_member(member, timezone.localdate(at))
        member.refresh_from_db()
        recorded = _recorded(act, doing, done, followed)
    audit.record(
        f"member.{act.kind}",
        actor=actor,
        at=at,
        words=f"{act.label} từ ngày {short_date(day)}.",
        target=recorded,
    )
    return recorded


def what_follows(
    *, member: Member, act: KnownAct, day: date, actor: Actor, at: datetime, **told: Any
) -> list[str]:
    """Say what an act of that day would bring with it, a sentence each; nothing is done."""
    standing = standing_on(member, day)
    asked = _asked(member, act, ToldAct(day=day, **told), standing, actor, at)
    said = []
    if act.leaves:
        only = standing.stay.organisation_id if act.leaves == "cell" and standing.stay else None
        posts = [one for one in held_posts(member, day) if only in (None, one.organisation_id)]
        if posts:
            named = "; ".join(post_words(one) for one in posts)
            said.append(f"Thôi giữ từ ngày {short_date(day)}: {named}.")
        charges = list(held_charges(member, day)) if act.leaves == "all" else []
        if charges:
            named = "; ".join(one.organisation.name for one in charges)
            said.append(f"Thôi phụ trách: {named}.")
    for one in arounds():
        said += one.says(asked)
    return said


def locked_member(member_id: int, actor: Actor) -> Member:
    """Return a member, locked, whom the actor may edit.

    Raises:
        NotAllowed: it is somebody else's to edit.
    """
    member = Member.objects.select_for_update(of=("self",)).filter(pk=member_id).first()
    if member is None:
        # Who may not edit a member does not see it here.
        raise NotAllowed("Đồng chí không có quyền ghi việc về đảng viên này.")
    authorise(actor, MemberPermission.MEMBERS_EDIT, member.scope_key)
    return member


def cell_to(organisation_id: int, actor: Actor) -> Organisation:
    """Return a cell to which the actor may bring members.

    Raises:
        CannotAct: it is no cell, or out of reach.
        NotAllowed: the actor may not edit members there.
    """
    to = visible_organisation(organisation_id, CannotAct)
    authorise(actor, MemberPermission.MEMBERS_EDIT, to.scope_key)
    if to.kind != Organisation.Kind.CELL:
        raise CannotAct(f"{to.name} không phải chi bộ. Hãy chọn chi bộ.", field="to")
    return to


def _in_order(act: KnownAct, standing: PersonStanding, day: date) -> None:
    """Refuse what would come before what is recorded of where the member is."""
    says_where = act.leaves != "" or act.kind in (Act.Kind.MOVED_IN, Act.Kind.RESTORED)
    last = standing.last
    if says_where and last and day < last.day:
        raise CannotAct(
            f"Đã ghi «{last.get_kind_display()}» từ ngày {short_date(last.day)}; ngày này không "
            "được ở trước. Nếu việc ấy ghi nhầm, hãy hoàn tác trước.",
            field="day",
        )
    if says_where and standing.coming:
        coming = standing.coming
        raise CannotAct(
            f"Đã ghi sinh hoạt ở {coming.organisation.name} từ ngày "
            f"{short_date(coming.valid_from)}; ngày này không được ở trước.",
            field="day",
        )


def _asked(
    member: Member,
    act: KnownAct,
    told: ToldAct,
    standing: PersonStanding,
    actor: Actor,
    at: datetime,
) -> AskedAct:
    return AskedAct(
        member=member,
        kind=act.kind,
        day=told.day,
        cell=standing.stay.organisation if standing.stay else None,
        actor=actor,
        at=at,
        leaves=act.leaves,
        ground=told.ground,
        until=told.until,
    )


def _recorded(act: KnownAct, doing: Doing, done: Done, followed: dict[str, Any]) -> Act:
    told = asdict(doing.given)
    words = {name: clean(told[name]) for name in ("decision", "reason", "elsewhere")}
    return Act.objects.create(
        member=doing.member,
        organisation=done.organisation,
        to_organisation=done.to,
        kind=act.kind,
        movement=done.movement,
        was_probationary=doing.standing.basic == "probationary",
        trace={"steps": doing.trace.steps, "around": followed, "also": done.also},
        recorded_at=doing.at,
        **{name: told[name] for name in ("day", "until", "ground", "is_far")},
        **words,
    )
