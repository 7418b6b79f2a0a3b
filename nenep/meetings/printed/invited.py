"""Those invited who are not in the Party, as the minutes and the notice speak of them."""

from collections.abc import Iterable
from typing import Any

from nenep.documents.structure import Block, Paragraph, PrintedColumn, PrintedTable
from nenep.meetings.book import reading, tables
from nenep.meetings.models import Invitee


def counts_words(content: dict[str, Any]) -> str:
    """Write how those invited came: "Người được mời: 9; có mặt 8, vắng …"; empty without any."""
    marks = [guest["mark"] for guest in content["guests"] if guest.get("invited")]
    if not marks:
        return ""
    return (
        f"Người được mời ngoài Đảng: {len(marks)}; có mặt {marks.count('present')}, "
        f"vắng có lý do {marks.count('excused')}, vắng không lý do {marks.count('absent')}."
    )


def invited_blocks(content: dict[str, Any]) -> list[Block]:
    """Describe those invited in the minutes: counted apart, and by name and function."""
    invited = [guest for guest in content["guests"] if guest.get("invited")]
    if not invited:
        return []
    rows = tuple(
        (str(number), one["name"], one["function"], reading.MARKS[one["mark"]])
        for number, one in enumerate(invited, 1)
    )
    columns = (
        PrintedColumn("STT", 1, tables.CENTRE),
        PrintedColumn("Họ và tên", 5),
        PrintedColumn("Chức danh", 5),
        PrintedColumn("Điểm danh", 4),
    )
    return [Paragraph(counts_words(content)), PrintedTable(columns, rows)]


def also_invited(invitees: Iterable[Invitee]) -> list[Block]:
    """Describe in the notice who is asked beside the members of the body."""
    rows = tuple(
        (str(number), one.name, one.function) for number, one in enumerate(invitees, start=1)
    )
    if not rows:
        return []
    columns = (
        PrintedColumn("STT", 1, tables.CENTRE),
        PrintedColumn("Họ và tên", 6),
        PrintedColumn("Chức danh", 8),
    )
    return [Paragraph("Kính mời cùng dự:"), PrintedTable(columns, rows)]
