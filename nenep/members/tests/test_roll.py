"""The roll says who is official here but takes part elsewhere for a time."""

from datetime import timedelta

import pytest

from nenep.members import actions, queries
from nenep.members.tests.builders import a_member
from nenep.organisations.tests.builders import (
    EVERYTHING,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    building,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def belonging(cell, member, day=TODAY):
    with building():
        return next(
            (
                line.belonging
                for line in queries.roll(organisation=cell, on=day)
                if line.member_id == member.pk
            ),
            None,
        )


def introduce(member, cell, *, since=TODAY, until=None, how=actions.belong_temporarily):
    with building():
        return how(
            member_id=member.pk,
            organisation_id=cell.pk,
            valid_from=since,
            valid_to=until,
            actor=EVERYTHING,
            at=NOW,
        )


class TestAway:
    def test_is_who_takes_part_elsewhere_for_a_time(self):
        home, host = a_cell(), a_cell()
        member = a_member(home)
        introduce(member, host)

        assert belonging(home, member) == "away"
        assert belonging(host, member) == "temporary"

    def test_lasts_as_long_as_the_time_elsewhere(self):
        home, host = a_cell(), a_cell()
        member = a_member(home)
        introduce(member, host, since=TODAY, until=TODAY + 30 * DAY)

        days = [TODAY - DAY, TODAY, TODAY + 29 * DAY, TODAY + 30 * DAY]
        assert [belonging(home, member, day) for day in days] == [
            "official",
            "away",
            "away",
            "official",
        ]

    def test_is_not_who_is_only_assigned_to_take_part_elsewhere(self):
        commune = a_commune()
        home, host = a_cell(commune), a_cell(commune, "Chi bộ Trường học")
        member = a_member(home)
        introduce(member, host, how=actions.assign_to_take_part)

        assert belonging(home, member) == "official"
        assert belonging(host, member) == "assigned"

    def test_is_one_line_however_many_take_the_member_in(self):
        home = a_cell()
        member = a_member(home)
        for _ in range(2):
            introduce(member, a_cell())

        with building():
            lines = queries.roll(organisation=home, on=TODAY)
        assert [line.belonging for line in lines] == ["away"]
