"""Votes, by show of hands or by ballot."""

from collections.abc import Mapping
from dataclasses import dataclass

from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.body.rules import majorities_of, words_of
from nenep.meetings.models import Attendance, Vote
from nenep.meetings.room.commands import CannotApply, Moment
from nenep.meetings.room.payload import number, row_id, text
from nenep.meetings.room.queries.room import may_vote
from nenep.meetings.room.times import time_within
from nenep.rulebooks.rules import Standing, majority, votes_summoned
from nenep.rulebooks.schema.meetings import VotingRight as MayVote


class CannotVote(CannotApply):
    """The counts do not fit those who may vote."""


def vote(moment: Moment, payload: Mapping[str, str]) -> str:
    """Record a vote by show of hands (biểu quyết).

    Payload: `item` (may be empty), `subject`, `rule` (a code of the edition's majorities),
    `in_favour`, `against`, `abstained`; `time` where it is entered later. Hands are those
    present and entitled at that moment; the majority is counted of what the edition's rule
    says, and both are kept.
    """
    return record(moment, payload, *counted_hands(moment, payload)).sentence


def ballot(moment: Moment, payload: Mapping[str, str]) -> str:
    """Record a secret ballot as its tellers counted it (bỏ phiếu kín): figures, never who.

    Payload: as `vote`, and `tellers`, `issued`, `collected`, `invalid`. What was collected
    is what was counted; no more ballots are issued than may vote in the room.
    """
    counted, voters = _counted(payload), voters_at(moment, payload)
    tellers = text(payload, "tellers", label="tổ kiểm phiếu", longest=300)
    issued = number(payload, "issued", label="số phiếu phát ra")
    collected = number(payload, "collected", label="số phiếu thu về")
    invalid = number(payload, "invalid", label="số phiếu không hợp lệ")
    if issued > voters.number:
        raise CannotVote(
            f"Phát ra {issued} phiếu nhưng chỉ có {voters.number} {_people(moment)} đang dự được bỏ "
            "phiếu. Hãy đếm lại, hoặc sửa điểm danh."
        )
    if collected > issued:
        raise CannotVote(
            f"Thu về {collected} phiếu, nhiều hơn {issued} phiếu phát ra. Hãy đếm lại."
        )
    found = counted.in_favour + counted.against + counted.abstained + invalid
    if found != collected:
        raise CannotVote(
            f"Các loại phiếu cộng lại là {found} nhưng thu về {collected}. "
            "Hãy kiểm lại từng loại phiếu."
        )
    return record(
        moment,
        payload,
        counted,
        voters,
        way=Vote.Method.BALLOT,
        tellers=tellers,
        issued=issued,
        collected=collected,
        invalid=invalid,
    ).sentence


def remove_vote(moment: Moment, payload: Mapping[str, str]) -> str:
    """Take back a vote that was entered wrongly (bỏ kết quả ghi nhầm). Payload: `vote`."""
    gone, _ = moment.meeting.votes.filter(pk=row_id(payload, "vote")).delete()
    if not gone:
        raise CannotApply("Không tìm thấy lần biểu quyết này.")
    return "Đã bỏ kết quả biểu quyết."


@dataclass(frozen=True)
class CountedHands:
    """What was counted of each kind."""

    in_favour: int
    against: int
    abstained: int


@dataclass(frozen=True)
class Voters:
    """Who may vote in the room at that moment, and whom the edition counts as summoned."""

    people: list[Attendance]
    summoned: int

    @property
    def number(self) -> int:
        """How many they are."""
        return len(self.people)


def counted_hands(moment: Moment, payload: Mapping[str, str]) -> tuple[CountedHands, Voters]:
    """Read the hands that were counted, and who might raise theirs.

    Raises:
        CannotVote: they are not as many.
    """
    counted, voters = _counted(payload), voters_at(moment, payload)
    hands = counted.in_favour + counted.against + counted.abstained
    if hands != voters.number:
        raise CannotVote(
            f"Cộng lại là {hands} nhưng có {voters.number} {_people(moment)} đang dự được biểu quyết. "
            "Hãy đếm lại, hoặc sửa điểm danh."
        )
    return counted, voters


def _counted(payload: Mapping[str, str]) -> CountedHands:
    return CountedHands(
        number(payload, "in_favour", label="tán thành"),
        number(payload, "against", label="không tán thành"),
        number(payload, "abstained", label="không có ý kiến"),
    )


def voters_at(moment: Moment, payload: Mapping[str, str]) -> Voters:
    """Return who may vote at the moment a command tells.

    Raises:
        CannotVote: the roll call is not complete, or the hour does not fit.
    """
    attendances = list(moment.meeting.attendances.order_by("sort_key", "member_id"))
    if any(one.mark == Attendance.Mark.UNKNOWN for one in attendances):
        raise CannotVote("Chưa điểm danh xong. Hãy điểm danh đủ rồi biểu quyết.")
    told = payload.get("time", "").strip()
    at = time_within(moment, payload, CannotVote) if told else moment.in_meeting
    return Voters(
        people=may_vote(attendances, at),
        summoned=votes_summoned(
            (
                Standing(entitled_to_attend=True, counted=one.counted, vote=MayVote(one.vote)),
                one.mark == Attendance.Mark.PRESENT,
            )
            for one in attendances
        ),
    )


def record(
    moment: Moment,
    payload: Mapping[str, str],
    counted: CountedHands,
    voters: Voters,
    *,
    way: Vote.Method = Vote.Method.HANDS,
    **more: object,
) -> Vote:
    """Keep a vote with its outcome by the edition's rule.

    Raises:
        CannotVote: no rule was chosen.
    """
    meeting = moment.meeting
    rules = majorities_of(meeting, rules_for(meeting))
    rule = {one.code: one for one in rules}.get(payload.get("rule", ""))
    if rule is None:
        raise CannotVote("Hãy chọn nguyên tắc biểu quyết.")
    outcome = majority(rule, counted.in_favour, counted.against, counted.abstained, voters.summoned)
    return Vote.objects.create(
        meeting=meeting,
        item=meeting.items.filter(pk=row_id(payload, "item")).first(),
        subject=text(payload, "subject", label="nội dung biểu quyết", longest=300),
        rule=rule.code,
        in_favour=counted.in_favour,
        against=counted.against,
        abstained=counted.abstained,
        entitled=voters.number,
        denominator=outcome.denominator,
        reached=outcome.reached,
        sentence=outcome.sentence,
        way=way,
        **more,
    )


def _people(moment: Moment) -> str:
    return words_of(moment.meeting.body.kind).people
