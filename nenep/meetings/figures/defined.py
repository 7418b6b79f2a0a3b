"""The figures themselves, each with its title, unit and source."""

from typing import Any

from nenep.figures.figure import Dimension, Figure
from nenep.meetings.figures.dimensions import BODY, LEVEL
from nenep.meetings.figures.sources import (
    HELD,
    NOTICED,
    OF_COMMITTEES,
    PLANS,
    PLANS_OF_COMMITTEES,
    THEMATIC,
)
from nenep.organisations.flows import Flow
from nenep.organisations.models import Organisation

_WITH_CELLS = frozenset(kind.value for kind in Organisation.Kind if kind != "cell")

_ONCE = "Tính theo tháng: mỗi chi bộ mỗi tháng một buổi thường kỳ."


def _planned(code: str, title: str, measure: str, note: str = "") -> Figure:
    return Figure(f"meetings.{code}", title, "buổi", PLANS, measure, note=note)


def _attended(key: str, source: Flow, by: tuple[Dimension, ...], **more: Any) -> list[Figure]:
    """Return attendance and lengths, of cells or of committees' bodies."""
    return [
        Figure(
            f"{key}.counted",
            "Số lượt được tính dự họp",
            "lượt",
            source,
            "counted",
            rows="held",
            by=by,
            **more,
        ),
        Figure(
            f"{key}.present",
            "Số lượt dự họp",
            "lượt",
            source,
            "present",
            rows="held",
            by=by,
            note="Trong số được tính.",
            **more,
        ),
        Figure(
            f"{key}.attendance",
            "Tỷ lệ dự họp",
            "%",
            source,
            "present",
            "counted",
            base="lượt được tính dự họp",
            rows="held",
            by=by,
            note="Cộng lượt dự của mọi buổi rồi chia cho lượt được tính.",
            **more,
        ),
        Figure(
            f"{key}.attendance_mean",
            "Tỷ lệ dự họp, bình quân các buổi",
            "%",
            source,
            "shares",
            "with_counted",
            base="buổi đã họp có số được tính",
            by=by,
            note="Bình quân tỷ lệ của từng buổi.",
            **more,
        ),
        Figure(
            f"{key}.length_mean",
            "Thời lượng bình quân một buổi",
            "phút",
            source,
            "minutes",
            "timed",
            base="buổi đã họp có ghi giờ",
            by=by,
            **more,
        ),
    ]


FIGURES = (
    _planned("planned", "Buổi thường kỳ có trong lịch", "planned", _ONCE),
    _planned("noticed", "Buổi thường kỳ đã gửi thông báo", "noticed"),
    _planned("postponed", "Buổi thường kỳ đã dời ngày", "postponed"),
    _planned("not_held", "Buổi thường kỳ không họp", "not_held"),
    _planned("unsigned", "Buổi thường kỳ đã họp, chưa ký", "unsigned"),
    Figure(
        "meetings.held",
        "Buổi thường kỳ đã họp, có biên bản",
        "buổi",
        HELD,
        "held",
        by=(LEVEL,),
        note=_ONCE,
    ),
    Figure(
        "meetings.thematic",
        "Chi bộ sinh hoạt chuyên đề",
        "lượt chi bộ",
        THEMATIC,
        "held",
        by=(LEVEL,),
        note="Mỗi chi bộ mỗi tháng tính một lần.",
    ),
    Figure("meetings.from_paper", "Buổi thường kỳ nhập từ sổ giấy", "buổi", HELD, "from_paper"),
    Figure(
        "meetings.with_resolution",
        "Chi bộ có nghị quyết tháng",
        "lượt chi bộ",
        HELD,
        "sealed",
        note="Mỗi biên bản thường kỳ ký trong phần mềm có một nghị quyết; "
        "buổi nhập từ sổ giấy không tính.",
    ),
    *_attended("meetings", HELD, (LEVEL,)),
    Figure("meetings.excused", "Số lượt vắng có lý do", "lượt", HELD, "excused", rows="held"),
    Figure("meetings.absent", "Số lượt vắng không lý do", "lượt", HELD, "absent", rows="held"),
    Figure(
        "meetings.score_mean",
        "Điểm bình quân",
        "điểm",
        HELD,
        "points",
        "scored",
        base="buổi đã chấm điểm",
        is_judged=True,
    ),
    Figure(
        "meetings.notice_in_time",
        "Tỷ lệ buổi báo họp đúng hạn",
        "%",
        NOTICED,
        "noticed_in_time",
        "sealed",
        base="buổi thường kỳ có biên bản ký trong phần mềm",
        by=(LEVEL,),
        is_judged=True,
    ),
    Figure(
        "meetings.minutes_in_time",
        "Tỷ lệ biên bản đúng hạn",
        "%",
        HELD,
        "in_time",
        "answered",
        base="buổi thường kỳ biết rõ ngày xong biên bản",
        by=(LEVEL,),
        is_judged=True,
    ),
    Figure(
        "committee_meetings.held",
        "Buổi họp của cấp ủy có biên bản",
        "buổi",
        OF_COMMITTEES,
        "held",
        by=(BODY,),
        kinds=_WITH_CELLS,
    ),
    Figure(
        "committee_meetings.planned",
        "Buổi họp của cấp ủy có trong lịch",
        "buổi",
        PLANS_OF_COMMITTEES,
        "planned",
        by=(BODY,),
        kinds=_WITH_CELLS,
    ),
    Figure(
        "committee_meetings.postponed",
        "Buổi họp của cấp ủy đã dời ngày",
        "buổi",
        PLANS_OF_COMMITTEES,
        "postponed",
        by=(BODY,),
        kinds=_WITH_CELLS,
    ),
    Figure(
        "committee_meetings.not_held",
        "Buổi họp của cấp ủy không họp",
        "buổi",
        PLANS_OF_COMMITTEES,
        "not_held",
        by=(BODY,),
        kinds=_WITH_CELLS,
    ),
    *_attended("committee_meetings", OF_COMMITTEES, (BODY,), kinds=_WITH_CELLS),
)
