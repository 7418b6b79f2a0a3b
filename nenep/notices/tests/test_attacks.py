"""Notices, attacked by plain SQL as the web role: one's own may be read and marked, no more."""

from dataclasses import replace

import psycopg
import pytest

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import Range, subtree
from nenep.access.roles import MemberRole, ProvinceOfficer
from nenep.notices.models import Notice
from tools.testing_attacks import a_row

EVERYTHING = Actor(0, None, "Tấn công", frozenset(Permission), (Range("", ":"),))
RECIPIENT = Actor(5, 5, "Đảng viên", MemberRole.permissions, (subtree("1/2/3/"),))
NOTICE = a_row(Notice, member_id=5)


@pytest.fixture
def attack(attacked):
    """A notice to a member of a cell, and the member's rights."""
    with attacked.by_superuser() as found:
        found.insert(Notice, NOTICE)
        yield found


class TestNotice:
    def test_is_read_and_marked_by_its_recipient(self, attack):
        attack.become(RECIPIENT)
        assert len(attack.run("SELECT 1 FROM notices_notice")) == 1
        assert attack.outcome("UPDATE notices_notice SET read_at = now()") == 1

    @pytest.mark.parametrize("column", ["subject", "text", "link", "about"])
    def test_keeps_its_words(self, attack, column):
        attack.become(RECIPIENT)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            attack.run(f"UPDATE notices_notice SET {column} = 'khác'")

    @pytest.mark.parametrize("column", ["member_id", "organisation_id", "scope_key"])
    def test_stays_whose_and_where_it_is(self, attack, column):
        attack.become(RECIPIENT)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            attack.run(f"UPDATE notices_notice SET {column} = DEFAULT")

    @pytest.mark.parametrize(
        "other",
        [
            replace(RECIPIENT, member_id=6),
            replace(RECIPIENT, member_id=6, permissions=ProvinceOfficer.permissions),
        ],
    )
    def test_is_nobody_elses_to_read_or_mark(self, attack, other):
        attack.become(other)
        assert attack.run("SELECT 1 FROM notices_notice") == []
        assert attack.outcome("UPDATE notices_notice SET read_at = now()") == 0

    def test_is_not_told_by_a_member(self, attack):
        attack.become(RECIPIENT)
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            attack.insert(Notice, a_row(Notice, member_id=5))

    def test_is_on_an_occasion_that_an_app_declares(self, attacked):
        with attacked.by(EVERYTHING) as attack, attack.refused("notice_has_known_occasion"):
            attack.insert(Notice, a_row(Notice, member_id=5, occasion="party"))

    def test_is_not_taken_back(self, attack):
        attack.become(RECIPIENT)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            attack.run("DELETE FROM notices_notice")
