"""The rules of a meeting as pure functions; every number comes from the edition passed in."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from nenep.core.errors import Refusal
from nenep.rulebooks.schema.base import Border, PartKind
from nenep.rulebooks.schema.bodies import BodiesRules, BodyRules
from nenep.rulebooks.schema.interval import shown
from nenep.rulebooks.schema.meetings import AgendaStep, MeetingRules, SectorItem
from nenep.rulebooks.standing import Standing, counts_in_base, standing
from nenep.rulebooks.voting import Majority, VotesDoNotAddUp, majority, votes_summoned

__all__ = [
    "AttendanceRate",
    "CountsDoNotAddUp",
    "Majority",
    "NoSuchDay",
    "Standing",
    "VotesDoNotAddUp",
    "agenda",
    "attendance",
    "attendance_percent",
    "body_meets",
    "cell_elects_committee",
    "counts_in_base",
    "last_day_of_notice",
    "majority",
    "minutes_in_time",
    "notice_is_timely",
    "notice_lead_days",
    "offered_items",
    "planned_day",
    "required_minutes",
    "standing",
    "thematic_meetings_due",
    "votes_summoned",
]


_LONGEST_MONTH = 31


class CountsDoNotAddUp(Refusal):
    """More people are present than are counted."""


class NoSuchDay(Refusal):
    """A day of the month outside 1 to 31."""


@dataclass(frozen=True)
class AttendanceRate:
    """The attendance of one meeting.

    Attributes:
        percent: Exact, 0 to 100; None when nobody is counted.
        reached: Whether the edition's target is reached; False when nobody is counted.
        sentence: Both in plain Vietnamese.
    """

    percent: Fraction | None
    reached: bool
    sentence: str


def attendance_percent(present: int, counted: int) -> Fraction | None:
    """Compute the attendance rate.

    Args:
        present: How many of the counted were present.
        counted: How many are counted, see `counts_in_base`.

    Returns:
        The exact percentage, or None when nobody is counted.

    Raises:
        CountsDoNotAddUp: If more are present than counted, or a number is negative.
    """
    if not 0 <= present <= counted:
        raise CountsDoNotAddUp(
            f"Có mặt {present} trên {counted} đảng viên phải tính: số có mặt không hợp lý. "
            "Hãy xem lại danh sách điểm danh."
        )
    return Fraction(100 * present, counted) if counted else None


def attendance(present: int, counted: int, edition: MeetingRules) -> AttendanceRate:
    """Compare the attendance rate with the edition's target.

    Args:
        present: How many of the counted were present.
        counted: How many are counted.
        edition: `Rulebook.meetings` of the day.

    Returns:
        Rate, answer and sentence.

    Raises:
        CountsDoNotAddUp: As `attendance_percent`.
    """
    percent = attendance_percent(present, counted)
    if percent is None:
        return AttendanceRate(None, False, "Không có đảng viên nào phải tính vào tỷ lệ dự họp.")
    target = edition.attendance
    reached = target.reached.met(percent, target.percent)
    border = "từ" if target.reached is Border.AT_LEAST else "trên"
    return AttendanceRate(
        percent,
        reached,
        f"{'Đạt' if reached else 'Chưa đạt'}: có mặt {present} trên {counted}, "
        f"{shown(percent)} %; chỉ tiêu {border} {shown(target.percent)} %.",
    )


def required_minutes(kinds: Collection[PartKind | str], edition: MeetingRules) -> int | None:
    """Return the shortest length of a meeting.

    Args:
        kinds: The kinds of its parts, such as {"regular", "thematic"}.
        edition: `Rulebook.meetings` of the day.

    Returns:
        Minutes; None where the edition names none.
    """
    parts = {PartKind(kind) for kind in kinds}
    if parts == {PartKind.REGULAR, PartKind.THEMATIC}:
        return edition.duration.regular_with_thematic
    if parts == {PartKind.REGULAR}:
        return edition.duration.regular
    return edition.duration.thematic


def notice_lead_days(noticed_on: date, held_on: date) -> int:
    """Return how many days before the meeting its notice went out; negative if after."""
    return (held_on - noticed_on).days


def last_day_of_notice(held_on: date, edition: MeetingRules | BodyRules) -> date:
    """Return the last day on which the notice of a meeting still goes out in time."""
    return held_on - timedelta(days=edition.notice.lead_days)


def notice_is_timely(noticed_on: date, held_on: date, edition: MeetingRules | BodyRules) -> bool:
    """Whether the notice went out early enough."""
    return notice_lead_days(noticed_on, held_on) >= edition.notice.lead_days


def minutes_in_time(held_on: date, finished_on: date, edition: MeetingRules) -> bool:
    """Whether the minutes were finished soon enough after the meeting."""
    return (finished_on - held_on).days <= edition.minutes.within_days


def score_waits_for_vote(voted: bool, edition: MeetingRules) -> bool:
    """Whether the members still have to vote on the score of their meeting.

    Args:
        voted: Whether they did.
        edition: `Rulebook.meetings` of the day.
    """
    return edition.score.voted and not voted


def thematic_meetings_due(held_in_quarter: int, edition: MeetingRules) -> int:
    """Return how many thematic meetings a cell still owes this quarter."""
    return max(0, edition.frequency.thematic_per_quarter - held_in_quarter)


def cell_elects_committee(official_members: int, edition: MeetingRules) -> bool:
    """Whether a cell of this many official members elects a committee (chi ủy)."""
    return official_members >= edition.cell_committee.elects_from


def agenda(
    kind: PartKind | str,
    edition: MeetingRules,
    *,
    has_committee: bool,
    combined: bool = False,
    sector: str = "",
) -> tuple[AgendaStep, ...]:
    """Return the steps of one part of a meeting, in order.

    Args:
        kind: "regular" or "thematic".
        edition: `Rulebook.meetings` of the day.
        has_committee: Whether the cell has a committee; without one its steps do not appear.
        combined: Whether both parts are held in one session; opening and closing appear once.
        sector: Of the cell, such as "village"; its items of every month stand in a regular part.

    Returns:
        The steps; minutes are proposals.
    """
    unfit = "absent" if has_committee else "required"
    steps: list[AgendaStep] = []
    own = edition.content_of_sector(sector) if PartKind(kind) is PartKind.REGULAR else None
    for step in edition.agenda_template(PartKind(kind)).steps:
        if step.committee != unfit and not (combined and step.when_combined == "drop"):
            steps.append(step)
        if own is not None and step.code == own.after:
            steps += [
                AgendaStep(code=item.code, title=item.title, minutes=item.minutes, by=step.by)
                for item in own.items
                if item.every_month
            ]
    return tuple(steps)


def offered_items(sector: str, edition: MeetingRules) -> tuple[SectorItem, ...]:
    """Return what a cell of this sector may add to a regular meeting's agenda with one tap."""
    own = edition.content_of_sector(sector)
    return tuple(item for item in own.items if not item.every_month) if own else ()


def body_meets(kind: str, edition: BodiesRules) -> str:
    """Say how often a body above the cell meets at least: "ít nhất 1 lần mỗi tháng"."""
    body = edition.of_kind(kind)
    period = "mỗi tháng" if body.months == 1 else f"mỗi {body.months} tháng"
    return f"ít nhất {body.meetings} lần {period}"


def planned_day(year: int, month: int, day_of_month: int) -> date:
    """Return the day of a month on which a committee's cells meet.

    Args:
        year: Calendar year.
        month: 1 to 12.
        day_of_month: The committee's rule, such as 3; past the month's end it means the last day.

    Returns:
        The day.

    Raises:
        NoSuchDay: If the rule is not a day from 1 to 31.
    """
    if not 1 <= day_of_month <= _LONGEST_MONTH:
        raise NoSuchDay(
            f"Ngày họp hằng tháng phải từ 1 đến {_LONGEST_MONTH}, không phải {day_of_month}."
        )
    return date(year, month, min(day_of_month, monthrange(year, month)[1]))
