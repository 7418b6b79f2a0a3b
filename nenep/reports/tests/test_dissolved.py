"""A cell that was dissolved: counted in the months in which it was there, and in no other."""

from datetime import date, timedelta

import pytest

from nenep.commands.work import work_once
from nenep.meetings.models import Meeting
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    a_noticed_meeting,
    a_promise,
    a_signed_meeting,
)
from nenep.meetings.tests.one_of_each import EVENING, MONTH
from nenep.members import actions as members
from nenep.notices.models import Notice
from nenep.organisations.actions import dissolve
from nenep.organisations.tests.builders import (
    EVERYTHING,
    NOW,
    a_cell,
    a_commune,
    a_province,
    building,
)
from nenep.reports import committees
from nenep.reports.month import month_of_cells
from nenep.reports.year import year_of_cells

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def dissolved(cell, on, *, into=None):
    """End a cell; its members go to another one, because nobody belongs to what is gone."""
    into = into or a_cell(a_commune(), "Chi bộ nhận")
    with building():
        members.follow_merger(
            from_id=cell.pk, to_id=into.pk, on=on, actor=EVERYTHING, at=NOW - 20 * DAY
        )
        dissolve(organisation_id=cell.pk, on=on, actor=EVERYTHING, at=NOW - 20 * DAY)


class Province:
    """A commune of a late cell, one without a plan, and one dissolved on the month's first day."""

    def __init__(self) -> None:
        self.province = a_province()
        self.commune = a_commune(self.province)
        late, gone = a_cell(self.commune, "Chi bộ A"), a_cell(self.commune, "Chi bộ B")
        a_cell(self.commune, "Chi bộ C")
        a_meeting(a_cast(late), planned_at=NOW - DAY)
        cast = a_cast(gone)
        a_meeting(cast, planned_at=NOW - DAY)
        a_promise(cast, due_in=-1)
        a_signed_meeting(a_cast(a_cell(self.commune, "Chi bộ D")))
        # A meeting that was held early counts for a month that the cell did not see.
        early = a_cell(self.commune, "Chi bộ E")
        a_signed_meeting(a_cast(early))
        for cell in (gone, early):
            dissolved(cell, MONTH)


@pytest.fixture(scope="class")
def world(built_once):
    """A province, built once."""
    return built_once(Province)


class TestFigures:
    def test_of_the_month_are_the_same_by_committee_and_by_cell(self, world):
        with building():
            above = committees.month_of_committees(
                actor=EVERYTHING, top=world.province, month=MONTH, now=EVENING
            )
            cells = month_of_cells(actor=EVERYTHING, month=MONTH, now=EVENING, within=world.commune)

        assert above.sums == cells.sums
        assert (above.sums.cells, above.sums.late, above.sums.none, above.sums.held) == (3, 1, 1, 1)
        assert above.levels == cells.levels
        assert above.sums.promises_open == 0

    def test_of_the_year_are_the_same_by_committee_and_by_cell(self, world):
        with building():
            above = committees.year_of_committees(
                actor=EVERYTHING, top=world.province, year=2026, now=EVENING
            )
            cells = year_of_cells(actor=EVERYTHING, year=2026, now=EVENING, within=world.commune)

        assert (above.sums[11].cells, above.sums[11].held) == (3, 1)
        assert (cells.sums[11].cells, cells.sums[11].held) == (3, 1)
        assert above.sums[11].present == cells.sums[11].present


class TestPlannedMeetings:
    def test_after_its_end_are_not_held_and_people_told_of_them_are_told_so(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        work_once(at=meeting.planned_at - 5 * DAY)
        dissolved(cast.cell, date(2026, 12, 2))

        work_once(at=(meeting.planned_at - DAY).replace(hour=8))

        with building():
            meeting.refresh_from_db()
            told = list(Notice.objects.filter(member=cast.members[0]).order_by("sent_at"))
        assert meeting.state == Meeting.State.NOT_HELD
        assert "02/12/2026" in meeting.not_held_reason
        assert told[-1].subject.startswith("Không họp")

    def test_on_its_last_day_is_held(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        dissolved(cast.cell, date(2026, 12, 4))

        work_once(at=(meeting.planned_at - DAY).replace(hour=8))

        with building():
            meeting.refresh_from_db()
        assert meeting.state == Meeting.State.PLANNED
