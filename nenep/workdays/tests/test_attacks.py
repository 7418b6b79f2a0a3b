"""What was decided of days, attacked by plain SQL as the web role."""

from datetime import date

import psycopg
import pytest

from nenep.access.actor import ANONYMOUS, Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import Range, subtree
from nenep.access.roles import Administrator, CommuneOffice, MemberRole, ProvinceOfficer
from nenep.workdays.models import DayException
from tools.testing_attacks import a_row

EVERYTHING = Actor(0, None, "Tấn công", frozenset(Permission), (Range("", ":"),))
OFFICE = Actor(6, 6, "Văn phòng", CommuneOffice.permissions, (subtree("1/2/"),), (1,))
PROVINCE = Actor(4, 4, "Tỉnh", ProvinceOfficer.permissions, (subtree("1/"),))
ADMINISTRATOR = Actor(3, None, "Quản trị", Administrator.permissions, (Range("", ":"),))
MEMBER = Actor(5, 5, "Đảng viên", MemberRole.permissions, (subtree("1/2/3/"),), (1, 2))


def a_day(**columns):
    sound = {
        "scope_key": "1/",
        "organisation_id": 1,
        "day": date(2026, 8, 31),
        "working": False,
        "reason": "nghỉ",
        "source": "TB 1",
    }
    return a_row(DayException, **sound | columns)


class TestDayException:
    @pytest.mark.parametrize(
        ("constraint", "columns"),
        [
            ("day_exception_in_known_years", {"day": date(1999, 12, 31)}),
            ("day_exception_in_known_years", {"day": date(2051, 1, 1)}),
            ("day_exception_says_why", {"reason": ""}),
            ("day_exception_says_why", {"source": ""}),
        ],
    )
    def test_is_within_bounds(self, attacked, constraint, columns):
        with attacked.by(EVERYTHING) as attack, attack.refused(constraint):
            attack.insert(DayException, a_day(**columns))

    @pytest.mark.parametrize("actor", [ADMINISTRATOR, PROVINCE], ids=lambda one: one.label)
    def test_is_written_by_who_answers_for_the_tree(self, attacked, actor):
        with attacked.by(actor) as attack:
            attack.insert(DayException, a_day())

    @pytest.mark.parametrize("actor", [OFFICE, MEMBER, ANONYMOUS], ids=lambda one: one.label)
    def test_is_nobody_elses_to_write(self, attacked, actor):
        with (
            attacked.by(actor) as attack,
            pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"),
        ):
            attack.insert(DayException, a_day())

    def test_is_read_in_the_whole_tree_and_not_beside(self, attacked):
        with attacked.by_superuser() as attack:
            attack.insert(DayException, a_day())
            attack.insert(DayException, a_day(scope_key="7/", organisation_id=7, reason="khác"))
            attack.become(MEMBER)
            assert attack.run("SELECT reason FROM workdays_dayexception") == [("nghỉ",)]

    @pytest.mark.parametrize("command", ["UPDATE {} SET working = true", "DELETE FROM {}"])
    def test_stays_as_it_was_noted(self, attacked, command):
        with attacked.by(EVERYTHING) as attack, pytest.raises(psycopg.errors.InsufficientPrivilege):
            attack.run(command.format("workdays_dayexception"))
