"""Values in workbooks that people open in a spreadsheet."""

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell

_LIKE_A_FORMULA = ("=", "+", "-", "@")


def put(cell: Cell | MergedCell, value: object) -> None:
    """Put a value in a cell; text stays text, also if it looks like a formula.

    Control characters, which the format cannot hold, are left out.
    """
    if not isinstance(value, str):
        cell.value = value  # type: ignore[assignment]  # any value that a cell takes
        return
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.value = text
    cell.data_type = "s"
    if text.startswith(_LIKE_A_FORMULA):
        cell.quotePrefix = True
