"""Turns whatever refuses a row while loading into that row's problem."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from nenep.core.errors import Refusal
from nenep.sheets.results import Preview, Problem
from nenep.sheets.rows import Row

# Called with the sheet's title, how many rows are done and how many there are.
Tell = Callable[[str, int, int], None]


class CannotLoad(Refusal):
    """The workbook is not loaded, nothing of it.

    Attributes:
        problems: why, row by row.
        preview: what was found, where the checks refused.
    """

    def __init__(
        self, sentence: str, problems: Sequence[Problem] = (), preview: Preview | None = None
    ) -> None:
        super().__init__(sentence)
        self.problems = list(problems)
        self.preview = preview


@contextmanager
def said_of(row: Row, column: str) -> Iterator[None]:
    """Let an action refuse, and say which row it was.

    Args:
        column: the column the refusal most likely speaks of.
    """
    try:
        yield
    except CannotLoad:
        raise
    except Refusal as refusal:
        row.wrong(column, str(refusal))
        raise CannotLoad(f"Chưa nạp dòng nào. {row.problems[-1]}", row.problems) from None
