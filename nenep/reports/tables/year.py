"""A year of cells or of committees as a table."""

from django.urls import reverse

from nenep.core import formats
from nenep.reports import committees
from nenep.reports.sums import HELD_SAID
from nenep.reports.year import CellYear, Square, Year
from nenep.tables.table import Cell, ListColumn, Table

AnyYear = Year | committees.YearOfCommittees


def table_of_year(year: AnyYear) -> Table:
    """Return a year as a table: a column for each month, cells or committees as rows."""
    said = (
        f"Số liệu lúc {formats.moment(year.as_of)}. {HELD_SAID}",
        " ".join(year.on_moves),
    )
    if isinstance(year, Year):
        return Table(
            f"Sinh hoạt chi bộ năm {year.year}", _cells_of_year(year.year), year.rows, said=said
        )
    return Table(
        f"Sinh hoạt chi bộ năm {year.year}", _committees_of_year(year.year), year.rows, said=said
    )


def _cells_of_year(year: int) -> tuple[ListColumn, ...]:
    def name(row: CellYear) -> Cell:
        return Cell(
            row.organisation.name, reverse("meetings:cell_year", args=[row.organisation.pk, year])
        )

    return (
        ListColumn("Chi bộ", name, share=5),
        *(
            ListColumn(
                f"T{number}",
                lambda row, at=number - 1: _square(row.squares[at]),  # type: ignore[misc]
                share=1.4,
                template="reports/square.html",
            )
            for number in range(1, 13)
        ),
        ListColumn("Đã họp", lambda row: row.held, share=1.2, number=True),
        ListColumn("Điểm TB", lambda row: row.mean_score, share=1.2, number=True),
    )


def _square(square: Square) -> Cell:
    if square.state is None:
        return Cell("")
    href = reverse("meetings:meeting", args=[square.meeting.pk]) if square.meeting else ""
    if square.meeting and square.facts:
        facts = square.facts
        said = f"{square.state.words}, {facts.present_counted}/{facts.counted} dự họp"
        return Cell("Có" if facts.score is None else facts.score, href, "good", under=said)
    return Cell(square.state.words, href, square.state.tone, square.state.icon)


def _committees_of_year(year: int) -> tuple[ListColumn, ...]:
    def name(row: committees.CommitteeYear) -> Cell:
        return Cell(
            row.organisation.name, reverse("reports:year_below", args=[year, row.organisation.pk])
        )

    def month(row: committees.CommitteeYear, number: int) -> Cell:
        sums = row.squares[number - 1]
        if sums is None or not sums.cells:
            return Cell("")
        tone = "good" if sums.held == sums.cells else "warn" if sums.held else "bad"
        href = reverse("reports:month_below", args=[year, number, row.organisation.pk])
        said = [] if sums.percent is None else [f"{formats.percent(sums.percent, 1)} dự họp"]
        said += [] if sums.mean_score is None else [f"{formats.number(sums.mean_score)} điểm"]
        return Cell(f"{sums.held}/{sums.cells}", href, tone, under=", ".join(said))

    return (
        ListColumn("Đảng bộ", name, share=5),
        *(
            ListColumn(
                f"T{number}",
                lambda row, number=number: month(row, number),  # type: ignore[misc]
                share=1.4,
                template="reports/square.html",
            )
            for number in range(1, 13)
        ),
    )
