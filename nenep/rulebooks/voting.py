"""Whether a vote carried, and by which rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from nenep.core.errors import Refusal
from nenep.rulebooks.schema.base import Border
from nenep.rulebooks.schema.meetings import MajorityRule, VoteBase, VotingRight
from nenep.rulebooks.standing import Standing

_BASES = {
    VoteBase.SUMMONED: "đảng viên chính thức được triệu tập",
    VoteBase.BODY: "thành viên của tổ chức",
    VoteBase.CAST: "phiếu đã biểu quyết",
}


class VotesDoNotAddUp(Refusal):
    """More votes were counted than there are people entitled to vote."""


@dataclass(frozen=True)
class Majority:
    """The outcome of a vote.

    Attributes:
        reached: Whether the decision is carried.
        needed: Fewest votes in favour that carry it.
        denominator: What the share is taken of.
        sentence: Both in plain Vietnamese, for the minutes.
    """

    reached: bool
    needed: int
    denominator: int
    sentence: str


def votes_summoned(people: Iterable[tuple[Standing, bool]]) -> int:
    """Count the official members summoned to a meeting: the base of votes on people.

    Those introduced elsewhere, suspended, and exempt without being present are not counted.

    Args:
        people: For each person the standing and whether present.

    Returns:
        The number to pass as `entitled` to `majority`.
    """
    return sum(
        standing.vote is VotingRight.ALWAYS
        or (standing.vote is VotingRight.WHEN_PRESENT and present)
        for standing, present in people
    )


def majority(rule: MajorityRule, for_: int, against: int, abstain: int, entitled: int) -> Majority:
    """Decide a vote by one rule of the edition.

    Args:
        rule: From `MeetingRules.majority_rule`.
        for_: Votes in favour.
        against: Votes against.
        abstain: Abstentions.
        entitled: People entitled to vote, counted as the rule's base says.

    Returns:
        The outcome, exact.

    Raises:
        VotesDoNotAddUp: If a number is negative, or the votes are more than the entitled.
    """
    cast = for_ + against + abstain
    if min(for_, against, abstain, entitled) < 0:
        raise VotesDoNotAddUp("Số phiếu không thể là số âm. Hãy kiểm tra lại từng ô.")
    if cast > entitled:
        raise VotesDoNotAddUp(
            f"Tán thành {for_}, không tán thành {against}, không có ý kiến {abstain}: cộng lại là "
            f"{cast}, nhiều hơn {entitled} người có quyền biểu quyết. Hãy đếm lại."
        )
    denominator = cast if rule.base is VoteBase.CAST else entitled
    border = rule.share * denominator
    needed = -(-border // 1) if rule.reached is Border.AT_LEAST else border // 1 + 1
    reached = denominator > 0 and rule.reached.met(Fraction(for_), border)
    return Majority(
        reached, needed, denominator, _sentence(rule, reached, for_, needed, denominator)
    )


def _sentence(rule: MajorityRule, reached: bool, for_: int, needed: int, denominator: int) -> str:
    base = _BASES[rule.base]
    if denominator == 0:
        return f"Không đạt: không có {base} nào."
    share = f"{rule.share.numerator}/{rule.share.denominator}"
    border = f"từ {share} trở lên" if rule.reached is Border.AT_LEAST else f"trên {share}"
    counted = (
        f"{for_} trên {denominator} {base} tán thành; {rule.title[:1].lower()}{rule.title[1:]} "
        f"cần {border}, tức ít nhất {needed}"
    )
    if not reached:
        return f"Không đạt: {counted}; còn thiếu {needed - for_}."
    extra = f"; hơn mức cần {for_ - needed}." if for_ > needed else "; vừa đủ."
    return f"Đạt: {counted}{extra}"
