"""The journal as a table."""

from nenep.reports.journal import JournalLine
from nenep.tables.table import ListColumn, Table


def table_of_journal(lines: list[JournalLine]) -> Table:
    """Return lines of the journal as a table, the newest first."""
    return Table(
        "Nhật ký",
        (
            ListColumn("Việc", lambda line: line.event.words, share=8),
            ListColumn("Lúc", lambda line: line.event.at, share=3),
            ListColumn("Ai", lambda line: line.login, share=2),
            ListColumn("Với tư cách", lambda line: line.event.label, share=4),
            ListColumn("Ở", lambda line: line.place, share=4),
        ),
        lines,
        said=("Ai đã làm gì, lúc nào, với tư cách nào. Không ai sửa hay xóa được.",),
    )
