"""Votes by show of hands."""

from collections.abc import Mapping
from datetime import datetime

from nenep.meetings.actions.prepare import rules_for
from nenep.meetings.models import Attendance, Vote
from nenep.meetings.room.apply import CannotApply, Moment
from nenep.meetings.room.payload import number, row_id, text
from nenep.meetings.room.times import time_within
from nenep.rulebooks.rules import Standing, majority, votes_summoned
from nenep.rulebooks.schema.meetings import Vote as MayVote


class CannotVote(CannotApply):
    """The counts do not fit those who may vote."""


def vote(moment: Moment, payload: Mapping[str, str]) -> str:
    """Record a vote by show of hands (biểu quyết).

    Payload: `item` (may be empty), `subject`, `rule` (a code of the edition's majorities),
    `in_favour`, `against`, `abstained`; `time` where it is entered later. Hands are those
    present and entitled at that moment; the majority is counted of what the edition's rule
    says, and both are kept.
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
    told = payload.get("time", "").strip()
    at = time_within(moment, payload, CannotVote) if told else moment.in_meeting
    in_room = sum(_votes_in_room(one, at) for one in attendances)
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
    Vote.objects.create(
        meeting=meeting,
        scope_key=meeting.scope_key,
        item=meeting.items.filter(pk=row_id(payload, "item")).first(),
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
    gone, _ = moment.meeting.votes.filter(pk=row_id(payload, "vote")).delete()
    if not gone:
        raise CannotApply("Không tìm thấy lần biểu quyết này.")
    return "Đã bỏ kết quả biểu quyết."


def _votes_in_room(one: Attendance, at: datetime) -> bool:
    if one.mark != Attendance.Mark.PRESENT or one.vote == MayVote.NEVER:
        return False
    gone = one.left_at is not None and one.left_at <= at
    not_yet = one.arrived_at is not None and one.arrived_at > at
    return not (gone or not_yet)
