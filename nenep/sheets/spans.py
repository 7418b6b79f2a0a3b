"""Something that holds from one day to another, in the database or in the workbook."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass
class Span:
    """Something that holds from a day until the day before `until`.

    Attributes:
        of: what it is about: the code of a parent or a cell, a state, a cluster's name.
        row: the workbook's row that says so, or 0 for the database.
    """

    of: str
    since: date
    until: date | None
    kind: str = ""
    row: int = 0
    pk: int | None = None

    def overlaps(self, since: date, until: date | None) -> bool:
        """Whether both hold on some day; an empty span never does."""
        if self.until is not None and self.until <= self.since:
            return False
        return (until is None or self.since < until) and (self.until is None or since < self.until)

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.since <= day and (self.until is None or day < self.until)


def last_day(until: date | None) -> date | None:
    """Return the last day something holds, as the workbook says it."""
    return until - timedelta(days=1) if until else None
