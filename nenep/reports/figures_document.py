"""Prints `docs/figures.md`: every figure, how it adds up, and by what it is told apart."""

from nenep.figures.figure import Adds, Figure
from nenep.organisations.models import Organisation
from nenep.reports.figures import FIGURES

_ADDS = {
    Adds.SUM: "sum of its months and of its parts",
    Adds.LAST: "as of the last day; the sum of its parts",
    Adds.FIRST: "as of the day before the first; the sum of its parts",
    Adds.RATIO: "part over whole, each added up first",
    Adds.DISTINCT: "each counted once",
}
_HEAD = """\
# Figures

Printed from the code (`nenep/reports/figures_document.py`); do not edit by hand. After a change:
`UPDATE_DOCS=1 .venv/bin/python -m pytest nenep/reports/tests/test_figures_document.py`.

A figure (số liệu) is one frozen dataclass (`nenep/figures/figure.py`), declared in the `figures.py`
of its app; `nenep/reports/figures.py` holds the list. Its source is counted by one aggregate for all
figures of the source, whatever the number of units.

- `nenep figures CODE --period P --as LOGIN --json` and the page `/so-lieu/` show the same.
- **Periods**: `2026-11`, `2026-Q4`, `2026-H1`, `2026`, `2025..2030` (a term: five years; before it
  stands the term before), any run `2020-01..2020-09`, by day `2011-07-11..2013-07-10`. Columns «Kỳ»
  take these and «9 tháng 2020», «6 tháng đầu năm 2020», «quý I/2020», «nhiệm kỳ 2020-2025»
  (`nenep.figures.periods.written`).
- **Longer periods**: meetings and promises are the sum of their months, each on its own tree
  (`--tree then`) or by the units of today (`--tree now`); people and units are counted on the last
  day, in a period that is not over today.
- **Unknown** is `null`, never 0: a period to come, one before anything was kept, a unit that was not
  there, what the reader may not see.
- A share is in per cent; `part` and `whole` stand beside it, `base` says what the whole is. `change`
  is in the figure's own unit, of a share in points.
- A closed list always shows every value, an open one those seen; every combination stands beside the
  single ones.
- Rows are as many as `rows` says, and what they contribute adds up to the value. Members are named
  only to who may see names; women are a total that the database counts (`members_women`), and no
  group of fewer than three has one.
- **Ranking**: `--units KEY` compares values as they are printed: rounded first (`--digits`,
  `--rounding half_up|cut`), then ordered, `--over` is >, `--at-least` is ≥, equal ones share a rank.

"""


def as_markdown() -> str:
    """Return the document; a test compares it with the file."""
    lines = [
        "| key | title | unit | adds | by | not of | note |",
        "|---|---|---|---|---|---|---|",
        *(_line(figure) for figure in FIGURES),
    ]
    return _HEAD + "\n".join([*lines, "", "## How they add up", "", *_meanings(), "", *_values()])


def _line(figure: Figure) -> str:
    base = f"Trên {figure.base}." if figure.base else ""
    by = ", ".join(f"`{one.code}`" for one in figure.by)
    without = (
        ""
        if figure.kinds is None
        else ", ".join(f"`{kind}`" for kind in Organisation.Kind if kind not in figure.kinds)
    )
    note = " ".join(one for one in (base, figure.note) if one)
    return (
        f"| `{figure.key}` | {figure.title} | {figure.unit} | `{figure.adds}` | {by} "
        f"| {without} | {note} |"
    )


def _meanings() -> list[str]:
    return [f"- `{adds}`: {words}." for adds, words in _ADDS.items()]


def _values() -> list[str]:
    seen = {(one.code, one.title): one for figure in FIGURES for one in figure.by}
    lines = ["## By what they are told apart", ""]
    for one in seen.values():
        if one.closed is None:
            lines.append(f"- `{one.code}` ({one.title}): an open list, what was seen.")
        else:
            values = "; ".join(f"`{code}` {words}" for code, words in one.closed().items())
            lines.append(f"- `{one.code}` ({one.title}): {values}.")
    return [*lines, ""]
