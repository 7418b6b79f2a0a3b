"""Which meeting day holds for a cell in a month: its own, else that of the nearest above it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from nenep.meetings.calendar.rules import DayRule
from nenep.meetings.models.meeting_day import MeetingDay
from nenep.organisations.models import Organisation

ABOVE = MeetingDay.Kind.ABOVE


@dataclass
class DayBook:
    """The meeting days of some organisations and of all above them.

    Attributes:
        dated: by id, the month each rule begins and the rule; None follows those above.
    """

    dated: dict[int, list[tuple[date, DayRule | None]]] = field(default_factory=dict)

    @classmethod
    def of(cls, organisations: Iterable[Organisation]) -> "DayBook":
        """Read what is needed to tell the day of any of these, in one query."""
        ids = {pk for one in organisations for pk in _path(one)}
        book = cls()
        for row in MeetingDay.objects.filter(organisation_id__in=ids).order_by("from_month"):
            book.dated.setdefault(row.organisation_id, []).append((row.from_month, rule_of(row)))
        return book

    def with_rule(self, organisation_id: int, month: date, rule: DayRule | None) -> "DayBook":
        """Return what would hold if this one had a rule from a month on."""
        rows = [row for row in self.dated.get(organisation_id, []) if row[0] != month]
        rows = sorted([*rows, (month, rule)], key=lambda row: row[0])
        return DayBook({**self.dated, organisation_id: rows})

    def rule_for(self, cell: Organisation, month: date) -> DayRule | None:
        """Return the rule of a cell for a month; None where nobody has set one."""
        return next((rule for pk in reversed(_path(cell)) if (rule := self.own(pk, month))), None)

    def own(self, organisation_id: int, month: date) -> DayRule | None:
        """Return an organisation's own rule for a month; None where it follows those above."""
        begun = [rule for first, rule in self.dated.get(organisation_id, []) if first <= month]
        return begun[-1] if begun else None


def rule_of(row: MeetingDay) -> DayRule | None:
    """Return the rule of a row; None where it follows those above."""
    if row.kind == ABOVE:
        return None
    return DayRule(day=row.day, weekday=row.weekday, week=row.week)


def _path(organisation: Organisation) -> list[int]:
    return [int(pk) for pk in organisation.scope_key.strip("/").split("/")]


@dataclass(frozen=True)
class SaidDay:
    """What the page of a meeting day says.

    Attributes:
        now: the rule of this month, in words; empty where there is none.
        is_own: whether the organisation's own rule stands, not that of one above it.
        later: the months from which something else holds, and what.
    """

    now: str
    is_own: bool
    later: tuple[tuple[date, str], ...]


def said_day(organisation: Organisation, *, month: date) -> SaidDay:
    """Say which meeting day holds for an organisation in a month, and what comes after."""
    book = DayBook.of([organisation])
    rule = book.rule_for(organisation, month)
    own = book.own(organisation.pk, month)
    months = sorted({row[0] for rows in book.dated.values() for row in rows if row[0] > month})
    later = []
    last = rule
    for one in months:
        then = book.rule_for(organisation, one)
        if then != last:
            later.append((one, then.text if then else "chưa định"))
        last = then
    return SaidDay(rule.text if rule else "", own is not None, tuple(later))
