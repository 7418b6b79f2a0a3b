"""The codes of an edition in plain Vietnamese."""

from fractions import Fraction

from nenep.core import formats
from nenep.rulebooks.schema.base import Border, PartKind
from nenep.rulebooks.schema.bodies import BodyKind
from nenep.rulebooks.schema.interval import borders
from nenep.rulebooks.schema.meetings import (
    Belonging,
    MajorityRule,
    StateOnTheDay,
    VoteBase,
    VotingRight,
)
from nenep.rulebooks.schema.scoring import (
    Applies,
    FormLine,
    Level,
    LineKind,
    Measure,
    WhenAbsent,
)
from nenep.rulebooks.sources import Certainty

CERTAINTY = {
    Certainty.SEEN: ("good", "Đã đọc trong văn bản"),
    Certainty.SECOND_HAND: ("warn", "Đọc qua tài liệu khác"),
    Certainty.RECALLED: ("warn", "Theo hiểu biết chung"),
    Certainty.UNCONFIRMED: ("bad", "Chưa có văn bản"),
}
BELONGING = {
    Belonging.OFFICIAL: "Sinh hoạt chính thức",
    Belonging.AWAY: "Tạm thời sinh hoạt nơi khác",
    Belonging.TEMPORARY: "Sinh hoạt tạm thời ở đây",
    Belonging.ASSIGNED: "Được phân công dự",
}
STATE = {
    StateOnTheDay.PROBATIONARY: "dự bị",
    StateOnTheDay.OFFICIAL: "chính thức",
    StateOnTheDay.EXEMPT: "miễn sinh hoạt",
    StateOnTheDay.SUSPENDED: "đình chỉ",
    StateOnTheDay.LEFT: "đã ra khỏi Đảng",
}
VOTE = {
    VotingRight.ALWAYS: "tính cả khi vắng",
    VotingRight.WHEN_PRESENT: "chỉ tính khi có mặt",
    VotingRight.NEVER: "không biểu quyết",
}
PART = {PartKind.REGULAR: "sinh hoạt thường kỳ", PartKind.THEMATIC: "sinh hoạt chuyên đề"}
BODY = {
    BodyKind.COMMITTEE: "ban chấp hành đảng bộ",
    BodyKind.STANDING_COMMITTEE: "ban thường vụ",
    BodyKind.BRIEFING: "giao ban bí thư, trưởng thôn",
    BodyKind.WHOLE: "toàn đảng bộ",
}
_BASE = {
    VoteBase.SUMMONED: "số đảng viên chính thức được triệu tập",
    VoteBase.BODY: "tổng số thành viên của tập thể",
    VoteBase.CAST: "số phiếu đã bỏ",
}
_REACHED = {Border.AT_LEAST: "từ", Border.ABOVE: "trên"}
_KIND = {
    LineKind.JUDGED: "người họp chấm",
    LineKind.YES_NO: "đạt hoặc không",
    LineKind.SUM: "cộng các dòng dưới",
}
_MEASURE = {
    Measure.DURATION_MINUTES: "đo: số phút họp",
    Measure.DURATION_PERCENT: "đo: số phút họp so với mức tối thiểu",
    Measure.ATTENDANCE_PERCENT: "đo: tỷ lệ dự họp",
    Measure.NOTICE_LEAD_DAYS: "đo: số ngày báo trước",
    Measure.PAPERS_LEAD_DAYS: "đo: số ngày có đủ tài liệu trước buổi họp",
    Measure.SPOKE_PERCENT: "đo: tỷ lệ đảng viên có mặt phát biểu",
    Measure.PROMISES_PERCENT: "đo: việc đã giao được làm xong",
    Measure.MINUTES_IN_TIME: "đo: biên bản lần trước đúng hạn",
    Measure.ABSENT_WITHOUT_REASON: "đo: số đảng viên vắng không lý do",
}
_APPLIES = {
    Applies.ALWAYS: "",
    Applies.WITH_COMMITTEE: "chỉ với chi bộ có chi ủy",
    Applies.WITHOUT_COMMITTEE: "chỉ với chi bộ không có chi ủy",
    Applies.WITH_THEMATIC_PART: "chỉ khi có phần chuyên đề",
    Applies.WITH_PROMISES: "chỉ khi có việc đến hạn",
    Applies.WITH_PAPERS: "chỉ khi có tài liệu",
    Applies.WITH_SPEAKERS_NOTED: "chỉ khi có ghi ai phát biểu",
}


def minutes(value: int | None) -> str:
    """Return "90 phút", or that nothing is laid down."""
    return "không quy định" if value is None else f"{value} phút"


def yes(value: bool) -> str:
    """Return "có" or "không"."""
    return "có" if value else "không"


def at_border(reached: Border, border: str) -> str:
    """Return "trên 90 %" or "từ 90 %"."""
    return f"{_REACHED[reached]} {border}"


def majority(rule: MajorityRule) -> str:
    """Return "trên 1/2 số đảng viên chính thức được triệu tập"."""
    return f"{at_border(rule.reached, str(rule.share))} {_BASE[rule.base]}"


_OTHERWISE = {
    WhenAbsent.FULL: "không thì tính đủ điểm",
    WhenAbsent.EXCLUDED: "không thì không tính",
    WhenAbsent.ZERO: "không thì 0 điểm",
    WhenAbsent.JUDGED: "không thì chi bộ tự chấm",
}


def scored_by(line: FormLine) -> str:
    """Say how a line gets its points, when it counts, and what becomes of it otherwise."""
    how = _MEASURE[line.measure] if line.measure else _KIND[line.kind]
    applies = _APPLIES[line.applies_when]
    otherwise = _OTHERWISE[line.when_absent] if applies else ""
    return "; ".join(filter(None, (how, applies, otherwise)))


def level(one: Level) -> str:
    """Say from which to which points a level reaches: "từ 70, dưới 90"."""
    return borders(one)


def number(value: Fraction) -> str:
    """Return an exact number as people write it."""
    return formats.number(value)
