"""Votes by show of hands, promises, and what became of earlier ones."""

from collections.abc import Mapping

from django.utils import timezone

from nenep.core.vietnamese import clean
from nenep.meetings.actions.prepare import rules_for
from nenep.meetings.models import Attendance, PromiseMade, Vote
from nenep.meetings.room.apply import CannotApply, Moment
from nenep.meetings.room.payload import day, number, text
from nenep.rulebooks.rules import Standing, majority, votes_summoned
from nenep.rulebooks.schema.meetings import Vote as MayVote
from nenep.tasks.actions import give_task, settle_task
from nenep.tasks.models import Task


class CannotVote(CannotApply):
    """The counts do not fit those who may vote."""


def vote(moment: Moment, payload: Mapping[str, str]) -> str:
    """Record a vote by show of hands (biểu quyết).

    Payload: `item` (may be empty), `subject`, `rule` (a code of the edition's majorities),
    `in_favour`, `against`, `abstained`. Hands are those present and entitled; the majority
    is counted of what the edition's rule says, and both are kept.
    """
    meeting = moment.meeting
    rulebook = rules_for(meeting)
    known = {rule.code: rule for rule in rulebook.meetings.majorities}
    rule = known.get(payload.get("rule", ""))
    if rule is None:
        raise CannotVote("Hãy chọn nguyên tắc biểu quyết.")
    attendances = list(meeting.attendances.all())
    if any(one.mark == Attendance.Mark.UNKNOWN for one in attendances):
        raise CannotVote("Chưa điểm danh xong. Hãy điểm danh đủ rồi biểu quyết.")
    in_favour = number(payload, "in_favour", label="tán thành")
    against = number(payload, "against", label="không tán thành")
    abstained = number(payload, "abstained", label="không có ý kiến")
    in_room = sum(_votes_in_room(one, moment) for one in attendances)
    hands = in_favour + against + abstained
    if hands != in_room:
        raise CannotVote(
            f"Cộng lại là {hands} nhưng có {in_room} đảng viên đang dự được biểu quyết. "
            "Hãy đếm lại, hoặc sửa điểm danh."
        )
    summoned = votes_summoned(
        (
            Standing(entitled_to_attend=True, counted=one.counted, vote=MayVote(one.vote)),
            one.mark == Attendance.Mark.PRESENT,
        )
        for one in attendances
    )
    outcome = majority(rule, in_favour, against, abstained, summoned)
    typed = payload.get("item", "")
    Vote.objects.create(
        meeting=meeting,
        scope_key=meeting.scope_key,
        item=meeting.items.filter(pk=int(typed)).first() if typed.isdecimal() else None,
        subject=text(payload, "subject", label="nội dung biểu quyết", longest=300),
        rule=rule.code,
        in_favour=in_favour,
        against=against,
        abstained=abstained,
        entitled=in_room,
        denominator=outcome.denominator,
        reached=outcome.reached,
        sentence=outcome.sentence,
    )
    return outcome.sentence


def remove_vote(moment: Moment, payload: Mapping[str, str]) -> str:
    """Take back a vote that was entered wrongly (bỏ kết quả ghi nhầm). Payload: `vote`."""
    typed = payload.get("vote", "")
    gone, _ = moment.meeting.votes.filter(pk=int(typed) if typed.isdecimal() else 0).delete()
    if not gone:
        raise CannotApply("Không tìm thấy lần biểu quyết này.")
    return "Đã bỏ kết quả biểu quyết."


def promise(moment: Moment, payload: Mapping[str, str]) -> str:
    """Give somebody a task (giao việc). Payload: `member`, `title`, `product`, `due_on`."""
    typed = payload.get("member", "")
    holder = moment.meeting.attendances.filter(
        member_id=int(typed) if typed.isdecimal() else 0
    ).first()
    if holder is None:
        raise CannotApply("Hãy chọn người nhận việc trong danh sách đảng viên.")
    task = give_task(
        organisation=moment.meeting.organisation,
        member_id=holder.member_id,
        holder_name=holder.name,
        title=text(payload, "title", label="việc được giao", longest=300),
        product=clean(payload.get("product", ""))[:300],
        due_on=day(payload, "due_on", label="hạn"),
        given_on=timezone.localtime(moment.at).date(),
        actor=moment.actor,
    )
    PromiseMade.objects.create(
        meeting=moment.meeting, task=task, scope_key=moment.meeting.scope_key
    )
    return "Đã giao việc."


def settle(moment: Moment, payload: Mapping[str, str]) -> str:
    """Say what became of an earlier promise. Payload: `task`, `done` ("yes"/"no"), `result`."""
    typed = payload.get("task", "")
    task = Task.objects.filter(
        pk=int(typed) if typed.isdecimal() else 0,
        organisation_id=moment.meeting.organisation_id,
    ).first()
    if task is None:
        raise CannotApply("Không tìm thấy việc này trong danh sách của chi bộ.")
    settle_task(
        task_id=task.pk,
        done=payload.get("done") == "yes",
        result=clean(payload.get("result", ""))[:500],
        settled_on=timezone.localtime(moment.at).date(),
        actor=moment.actor,
    )
    return "Đã ghi kết quả."


def _votes_in_room(one: Attendance, moment: Moment) -> bool:
    if one.mark != Attendance.Mark.PRESENT or one.vote == MayVote.NEVER:
        return False
    gone = one.left_at is not None and one.left_at <= moment.at
    not_yet = one.arrived_at is not None and one.arrived_at > moment.at
    return not (gone or not_yet)
