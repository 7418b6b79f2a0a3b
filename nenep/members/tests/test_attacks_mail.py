"""Addresses for messages, attacked by plain SQL as the web role."""

from dataclasses import replace

import pytest
from django.db import connection

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import Range
from nenep.access.roles import CellSecretary
from nenep.members.actions import enter_email
from nenep.members.models import PersonalData
from nenep.members.tests.builders import a_member, a_member_of, a_secretary_of
from nenep.organisations.tests.attacks import run
from nenep.organisations.tests.builders import EVERYTHING, NOW, TODAY, a_cell, building
from tools.testing_attacks import a_row

EVERYBODY = Actor(0, None, "Tấn công", frozenset(Permission), (Range("", ":"),))


class TestPersonalData:
    def test_personal_refused_has_no_email(self, attacked):
        row = a_row(PersonalData, email_refused=True, email="a@thu.example")
        with (
            attacked.by(EVERYBODY) as attack,
            attack.refused("personal_refused_has_no_email"),
        ):
            attack.insert(PersonalData, row)

    def test_is_not_changed_by_the_person_alone(self, attacked):
        with attacked.by_superuser() as attack:
            attack.insert(PersonalData, a_row(PersonalData, member_id=5))
            attack.become(replace(EVERYBODY, member_id=5, permissions=CellSecretary.permissions))
            assert attack.outcome("UPDATE members_personaldata SET email = 'b@thu.example'") == 0


@pytest.mark.django_db
class TestWithMail:
    def test_members_with_mail_answers_only_whoever_gives_notice(self):
        cell, other = a_cell(), a_cell()
        member = a_member(cell)
        with building():
            enter_email(member_id=member.pk, email="a@thu.example", actor=EVERYTHING, at=NOW)
        ask = ("SELECT member_id FROM members_with_mail(%s, %s)", cell.pk, TODAY)
        assert run(*ask, by=a_secretary_of(cell)) == [(member.pk,)]
        assert run(*ask, by=a_member_of(cell)) == []
        assert run(*ask, by=a_secretary_of(other)) == []

    def test_needs_an_open_scope(self):
        with (
            pytest.raises(Exception, match=r"invalid input syntax|division by zero|nenep\.account"),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT * FROM members_with_mail(1, now()::date)")
