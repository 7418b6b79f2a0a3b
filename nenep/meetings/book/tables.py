"""The tables that minutes and resolutions print of a sealed entry."""

from collections import Counter
from typing import Any

from nenep.documents.structure import Alignment, PrintedColumn, PrintedTable
from nenep.meetings.book import reading

CENTRE = Alignment.CENTRE
# How a task stood when the meeting began, by what its holder had reported.
AT_START = {"doing": "Báo đang làm", "finished": "Báo xong", "unreported": "Chưa báo"}
_MARKED = ("present", "excused", "absent")


def states_table(content: dict[str, Any]) -> PrintedTable | None:
    """Return the roll call in figures, by official, probationary, exempt; None for a committee."""
    states = reading.by_state(content)
    if not states:
        return None
    whole = sum(states.values(), Counter[str]())
    order = ("official", "probationary", "exempt", "suspended", "left")
    rows = [(reading.STATES[state], states[state]) for state in order if state in states]
    return PrintedTable(
        (
            PrintedColumn("Đảng viên", 4),
            PrintedColumn("Tổng số", 2, CENTRE),
            PrintedColumn("Có mặt", 2, CENTRE),
            PrintedColumn("Vắng có lý do", 2.6, CENTRE),
            PrintedColumn("Vắng không lý do", 3, CENTRE),
        ),
        tuple(
            (title, str(marks.total()), *(str(marks[one]) for one in _MARKED))
            for title, marks in [*rows, ("Cộng", whole)]
        ),
    )


def groups_table(score: dict[str, Any]) -> PrintedTable:
    """Return the points of each criterion, without the lines beneath."""
    rows = [_score_row(line, "")[:3] for line in score["lines"]]
    rows.append(("Tổng cộng", reading.shown(score["of"]), reading.shown(score["points"])))
    return PrintedTable(
        (
            PrintedColumn("Tiêu chí", 9),
            PrintedColumn("Tối đa", 2, CENTRE),
            PrintedColumn("Đạt", 2, CENTRE),
        ),
        tuple(rows),
    )


def promises_table(promises: list[dict[str, Any]]) -> PrintedTable:
    """Return who does what by when."""
    return PrintedTable(
        (
            PrintedColumn("STT", 1, CENTRE),
            PrintedColumn("Người thực hiện", 3.5),
            PrintedColumn("Việc và sản phẩm", 6),
            PrintedColumn("Hạn", 2.4, CENTRE),
        ),
        tuple(
            (
                str(number),
                promise["holder"],
                "; ".join(filter(None, (promise["title"], promise["product"]))),
                f"{reading.day(promise['due_on']):%d/%m/%Y}",
            )
            for number, promise in enumerate(promises, 1)
        ),
    )


def earlier_table(promises: list[dict[str, Any]]) -> PrintedTable:
    """Return last month's tasks: what each was, and its result."""
    return PrintedTable(
        (
            PrintedColumn("STT", 1, CENTRE),
            PrintedColumn("Nhiệm vụ", 4.5),
            PrintedColumn("Người thực hiện", 2.8),
            PrintedColumn("Hạn", 2.2, CENTRE),
            PrintedColumn("Đầu buổi họp", 2.4),
            PrintedColumn("Kết quả", 3.3),
        ),
        tuple(
            (
                str(number),
                promise["title"],
                promise["holder"],
                f"{reading.day(promise['due_on']):%d/%m/%Y}",
                AT_START.get(promise.get("at_start", ""), ""),
                reading.outcome_of(promise),
            )
            for number, promise in enumerate(promises, 1)
        ),
    )


def score_table(score: dict[str, Any]) -> PrintedTable:
    """Return the score sheet: each line with what it was judged or measured by."""
    rows: list[tuple[str, ...]] = []
    for line in score["lines"]:
        rows.append(_score_row(line, ""))
        rows += [_score_row(inner, "- ") for inner in line["lines"]]
    level = "; ".join(filter(None, (score["level_title"], reading.exact_total(score))))
    rows.append(("Tổng cộng", reading.shown(score["of"]), reading.shown(score["points"]), level))
    return PrintedTable(
        (
            PrintedColumn("Tiêu chí", 6.5),
            PrintedColumn("Tối đa", 1.7, CENTRE),
            PrintedColumn("Đạt", 1.7, CENTRE),
            PrintedColumn("Căn cứ", 4.5),
        ),
        tuple(rows),
    )


def _score_row(line: dict[str, Any], dash: str) -> tuple[str, str, str, str]:
    points = "không tính" if line["points"] is None else reading.shown(line["points"])
    return (dash + line["title"], reading.shown(line["of"]), points, line["evidence"])
