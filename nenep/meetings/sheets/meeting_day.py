"""The sheet of organisations, with its one column that belongs to meetings: the meeting day."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from nenep.access.ranges import subtree
from nenep.core.months import first_of_month
from nenep.meetings.calendar.actions.days import enter_day
from nenep.meetings.calendar.queries.day_book import DayBook
from nenep.meetings.calendar.rules import DayRule
from nenep.meetings.models import MeetingDay
from nenep.organisations.models import Organisation
from nenep.organisations.sheets import organisations
from nenep.organisations.sheets.organisations.checks import OrganisationPlan
from nenep.organisations.sheets.places import Places
from nenep.sheets.noun import Extract
from nenep.sheets.refusal import Tell, said_of
from nenep.sheets.rows import Row
from nenep.sheets.world import World

SHEET = organisations.SHEET
_BATCH = 1000


class Days:
    """The meeting days of this month, and those that rows would set.

    Attributes:
        entered: row, and the first month that its day holds for.
    """

    def __init__(self, world: World) -> None:
        self.month = first_of_month(world.today)
        self.entered: list[tuple[Row, date]] = []
        ids = [place.pk for place in world.of(Places).by_code.values() if place.pk]
        self._book = DayBook.of(Organisation.objects.filter(pk__in=ids).only("pk", "scope_key"))

    def own(self, organisation_id: int) -> DayRule | None:
        """Return an organisation's own rule of this month; None where it follows those above."""
        return self._book.own(organisation_id, self.month)


def check(rows: Sequence[Row], world: World) -> None:
    """Compare organisations, then their meeting days."""
    organisations.check(rows, world)
    named = [row for row in rows if row.count("meeting_day")]
    if not named:
        return
    days = world.of(Days)
    for row in named:
        if not isinstance(row.plan, OrganisationPlan):
            continue
        place = row.plan.place
        if place.pk is None:
            days.entered.append((row, first_of_month(place.founded_on or world.today)))
            continue
        now, then = days.own(place.pk), DayRule(day=row.count("meeting_day"))
        if now != then:
            row.change("meeting_day", _shown(now), then.day)
            days.entered.append((row, days.month))


def load(rows: Sequence[Row], world: World, *, tell: Tell) -> None:
    """Load organisations, then the days on which their cells meet."""
    organisations.load(rows, world, tell=tell)
    entered = world.of(Days).entered if Days in world.known else []
    MeetingDay.objects.bulk_create(
        [_first_day(row, month) for row, month in entered if row.is_new], _BATCH
    )
    entered = [(row, month) for row, month in entered if not row.is_new]
    found = Organisation.objects.in_bulk([row.plan.place.loaded_pk for row, _ in entered])
    for row, month in entered:
        with said_of(row, "meeting_day"):
            enter_day(
                organisation=found[row.plan.place.loaded_pk],
                from_month=month,
                day=row.values["meeting_day"],
                actor=world.actor,
                at=world.at,
            )


def rows(extract: Extract) -> Iterator[Mapping[str, object]]:
    """Return today's organisations with their own day; one that goes by weekday has no cell."""
    part = subtree(extract.key)
    below = Organisation.objects.filter(scope_key__gte=part.low, scope_key__lt=part.high)
    book, month = DayBook.of(below), first_of_month(extract.day)
    own = {one.code: book.own(one.pk, month) for one in below}
    for row in organisations.rows(extract):
        rule = own.get(str(row["code"]))
        yield {**row, "meeting_day": rule.day if rule else None}


def _first_day(row: Row, month: date) -> MeetingDay:
    """Return the day that an organisation is founded with; nothing is planned that could move."""
    place = row.plan.place
    return MeetingDay(
        organisation_id=place.loaded_pk,
        scope_key=place.key,
        from_month=month,
        kind=MeetingDay.Kind.DAY,
        day=row.values["meeting_day"],
    )


def _shown(rule: DayRule | None) -> object:
    if rule is None:
        return None
    return rule.day if rule.day is not None else rule.text
