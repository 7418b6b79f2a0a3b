"""The tables are of cells: a committee's own meeting and its promises change no figure in them."""

from datetime import date

import pytest

from nenep.access.scope import scope
from nenep.meetings.tests.builders import send
from nenep.meetings.tests.committees import a_committee, ended_and_signed, held
from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import EVERYTHING, NOW, building
from nenep.reports.committees import month_of_committees, year_of_committees
from nenep.reports.month import month_of_cells
from nenep.reports.year import year_of_cells

pytestmark = pytest.mark.django_db


@pytest.fixture
def committee():
    return a_committee()


class TestTables:
    def test_of_the_cells_do_not_count_a_committees_meeting(self, committee):
        office = committee.office_actor()
        with building():
            province = Organisation.objects.get(pk=committee.commune.scope_key.split("/")[0])

        def figures():
            with scope(office):
                month = month_of_cells(actor=office, month=date(2026, 12, 1), now=NOW)
                year = year_of_cells(actor=office, year=2026, now=NOW)
            with building():
                above = month_of_committees(
                    actor=EVERYTHING, top=province, month=date(2026, 12, 1), now=NOW
                )
                above_in_year = year_of_committees(
                    actor=EVERYTHING, top=province, year=2026, now=NOW
                )
            return (
                [(row.organisation.pk, row.meeting, row.facts) for row in month.rows],
                month.sums,
                year.sums,
                [(row.organisation.pk, row.sums) for row in above.rows],
                above_in_year.sums,
            )

        before = figures()
        meeting = held(committee)
        send(
            meeting,
            committee.secretary_actor(),
            "promise",
            member=committee.member.pk,
            title="Kiểm tra chi bộ Bản Mới",
            product="Báo cáo",
            due_on="2026-12-30",
        )
        ended_and_signed(committee, meeting, committee.minute_taker)
        assert figures() == before
