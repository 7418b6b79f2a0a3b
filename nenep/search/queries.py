"""People, units, meetings and documents found by name or title, within what one may read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.timezone import localtime

from nenep.core.vietnamese import clean
from nenep.meetings.models import Meeting, meeting_words
from nenep.search import rules

# Of each sort so many are shown, and one more says that there are others.
MOST = 8


@dataclass(frozen=True)
class Hit:
    """One thing that was found.

    Attributes:
        pk: its id; of a document that of the meeting whose minutes hold it, or nothing.
        title: its name.
        where: of which unit it is.
        note: what tells it from others: a code, a state, an earlier name.
        on: its day.
        kind: of a unit, its kind.
        home_id: of a person, the cell.
    """

    pk: int | None
    title: str
    where: str = ""
    note: str = ""
    on: date | None = None
    kind: str = ""
    home_id: int | None = None


@dataclass(frozen=True)
class Hits:
    """What was found of one sort, at most `MOST`."""

    rows: Sequence[Hit] = ()
    are_more: bool = False

    @classmethod
    def of(cls, rows: Iterable[Hit]) -> "Hits":
        """Keep as many as are shown."""
        found = list(rows)
        return cls(found[:MOST], are_more=len(found) > MOST)


@dataclass(frozen=True)
class Findings:
    """What was found.

    Attributes:
        is_forgiven: whether nothing has these words, and what is close to them was taken.
    """

    people: Hits = field(default_factory=Hits)
    units: Hits = field(default_factory=Hits)
    meetings: Hits = field(default_factory=Hits)
    documents: Hits = field(default_factory=Hits)
    is_forgiven: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(
            hits.rows for hits in (self.people, self.units, self.meetings, self.documents)
        )


def find(typed: str, *, now: datetime) -> Findings:
    """Find what has these words, or if nothing has, what differs from them by a slip.

    Args:
        typed: in any case, with marks or without.
        now: for meetings of "tháng 11".

    Raises:
        NoScope: nobody is asked for.
    """
    looked_for = rules.wanted(typed)
    if looked_for.is_empty:
        return Findings()
    found = _find(looked_for, clean(typed), now=now, forgiving=False)
    return _find(looked_for, clean(typed), now=now, forgiving=True) if found.is_empty else found


def _find(looked_for: rules.Wanted, typed: str, *, now: datetime, forgiving: bool) -> Findings:
    query = rules.query(looked_for.text, forgiving=forgiving)
    return Findings(
        people=Hits.of(_people(query, typed)),
        units=Hits.of(_units(query, typed)),
        meetings=Hits.of(_meetings(looked_for, now=now, forgiving=forgiving)),
        documents=Hits.of(_documents(query)),
        is_forgiven=forgiving,
    )


def _people(query: str, typed: str) -> Iterable[Hit]:
    for pk, name, code, home_id, home in _rows("search_people(%s, %s, %s)", query, typed, MOST + 1):
        yield Hit(pk, name, home, code, home_id=home_id)


def _units(query: str, typed: str) -> Iterable[Hit]:
    rows = _rows("search_units(%s, %s, %s)", query, typed, MOST + 1)
    for pk, name, kind, above, former, until in rows:
        notes = [f"trước đây: {former}"] if former else []
        if until is not None:
            notes.append(f"đã kết thúc từ {until:%d/%m/%Y}")
        yield Hit(pk, name, above or "", "; ".join(notes), kind=kind)


def _meetings(looked_for: rules.Wanted, *, now: datetime, forgiving: bool) -> Iterable[Hit]:
    span = rules.months(looked_for, on=localtime(now).date())
    query = rules.query(looked_for.where, forgiving=forgiving)
    if not query and span is None:
        return
    first, before = span or (None, None)
    rows = _rows("search_meetings(%s, %s, %s, %s, %s)", query, first, before, now, MOST + 1)
    for pk, body, kind, counts_for, planned_at, state, unit in rows:
        title = f"{meeting_words(body, kind)} tháng {counts_for:%m/%Y}"
        yield Hit(pk, title, unit, Meeting.State(state).label, localtime(planned_at).date())


def _documents(query: str) -> Iterable[Hit]:
    for _, symbol, subject, on, unit, meeting in _rows("search_documents(%s, %s)", query, MOST + 1):
        yield Hit(meeting, f"{symbol}: {subject}", unit, on=on)


def _rows(function: str, *arguments: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}", arguments)  # noqa: S608  (a name of ours)
        return list(cursor.fetchall())
