"""Take the last act about a member back (hoàn tác), while nothing stands on it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.access.scope import widened
from nenep.audit import actions as audit
from nenep.core.constraints import explained
from nenep.core.errors import NotAllowed
from nenep.core.formats import short_date
from nenep.members.actions.acts.standing import standing_acts
from nenep.members.actions.acts.trace import still_stands, take_back
from nenep.members.actions.belonging import rehome_member
from nenep.members.around import CannotAct, around_of, arounds
from nenep.members.models import Act, Member, PersonalData
from nenep.members.permissions import MemberPermission
from nenep.members.rules import SENTENCES
from nenep.organisations.keys import lock_tree

_LATE = ["membership_within_life", "nobody_after_leaving"]


@transaction.atomic
def undo_act(*, act_id: int, actor: Actor, at: datetime) -> Act:
    """Take the last act about a member back, with all that followed from it.

    Raises:
        CannotAct: something stands on it; the sentence says what.
        NotAllowed: the actor may not edit the member.
    """
    lock_tree()
    act = _locked(act_id, actor)
    if why := why_not_undone(act):
        raise CannotAct(why)
    with explained(CannotAct, SENTENCES, deferred=_LATE):
        act.undone_at = at
        act.save(update_fields=["undone_at"])
        take_back(act.trace.get("steps", []))
        for code, payload in act.trace.get("around", {}).items():
            if around := around_of(code):
                around.is_taken_back(act, payload, actor, at)
        if act.trace.get("also") == "recognised_on":
            with widened(actor.with_personal_view()):
                PersonalData.objects.filter(member=act.member, recognised_on=act.day).update(
                    recognised_on=None
                )
        rehome_member(act.member, timezone.localdate(at))
    audit.record(
        "member.act_undone",
        actor=actor,
        at=at,
        words=f"Hoàn tác «{act.get_kind_display()}» từ ngày {short_date(act.day)}.",
        target=act,
    )
    return act


@transaction.atomic
def mark_reported(*, act_id: int, on: date, actor: Actor, at: datetime) -> Act:
    """Note that an act was reported to the committee above (đã báo cấp trên).

    Raises:
        CannotAct: the day lies before the act or after today.
        NotAllowed: the actor may not edit the member.
    """
    act = _locked(act_id, actor)
    if not act.day <= on <= timezone.localdate(at):
        raise CannotAct("Ngày báo phải từ ngày của việc ấy đến hôm nay.", field="on")
    act.reported_on = on
    act.save(update_fields=["reported_on"])
    audit.record(
        "member.act_reported",
        actor=actor,
        at=at,
        words=f"Đã báo cấp trên «{act.get_kind_display()}» ngày {short_date(act.day)}.",
        target=act,
    )
    return act


def why_not_undone(act: Act) -> str:
    """Say why an act cannot be taken back; empty if it can."""
    if act.undone_at:
        return "Việc này đã hoàn tác."
    last = next(iter(standing_acts(act.member)), None)
    if last and last.pk != act.pk:
        return (
            f"Sau đó đã ghi «{last.get_kind_display()}» ngày {short_date(last.day)}. "
            "Hãy hoàn tác việc ấy trước."
        )
    if not still_stands(act.trace.get("steps", [])):
        return "Sau việc này đã có thay đổi khác về sinh hoạt, chức vụ của đồng chí ấy."
    return next((why for one in arounds() if (why := one.stands_on(act))), "")


def _locked(act_id: int, actor: Actor) -> Act:
    found = Act.objects.select_for_update(of=("self",)).select_related("organisation")
    act = found.filter(pk=act_id).first()
    if act is None:
        raise NotAllowed("Đồng chí không có quyền ghi việc về đảng viên này.")
    authorise(actor, MemberPermission.MEMBERS_EDIT, act.scope_key)
    act.member = Member.objects.select_for_update(of=("self",)).get(pk=act.member_id)
    return act
