"""Messages outside, attacked by plain SQL as the web role."""

from dataclasses import replace
from datetime import UTC, datetime

import psycopg
import pytest

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.access.ranges import Range, subtree
from nenep.access.roles import Administrator, CellSecretary, CommuneOffice, MemberRole
from nenep.members.models import Member
from nenep.notices.models import Appointment, Delivery, LetterWording, Notice
from tools.testing_attacks import a_row

EVERYTHING = Actor(0, None, "Tấn công", frozenset(Permission), (Range("", ":"),))
MEMBER = Actor(5, 5, "Đảng viên", MemberRole.permissions, (subtree("1/2/3/"),), (1, 2))
SECRETARY = replace(MEMBER, permissions=CellSecretary.permissions)
OFFICE = Actor(6, 6, "Văn phòng", CommuneOffice.permissions, (subtree("1/2/"),), (1,))
WHEN = datetime(2026, 12, 2, tzinfo=UTC)


class TestLetterWording:
    @pytest.mark.parametrize("decision", [""])
    def test_names_its_decision(self, attacked, decision):
        with attacked.by(EVERYTHING) as attack, attack.refused("letter_wording_names_decision"):
            attack.insert(LetterWording, a_row(LetterWording, decision=decision))

    def test_is_decided_by_the_office_for_its_own_tree(self, attacked):
        with attacked.by(OFFICE) as attack:
            attack.insert(LetterWording, a_row(LetterWording, scope_key="1/2/"))
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                attack.insert(LetterWording, a_row(LetterWording, scope_key="1/9/"))

    @pytest.mark.parametrize(
        "actor", [MEMBER, SECRETARY, replace(OFFICE, permissions=Administrator.permissions)]
    )
    def test_is_nobody_elses_to_decide(self, attacked, actor):
        with (
            attacked.by(actor) as attack,
            pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"),
        ):
            attack.insert(LetterWording, a_row(LetterWording, scope_key=actor.ranges[0].low))

    @pytest.mark.parametrize("command", ["UPDATE {} SET says_more = true", "DELETE FROM {}"])
    def test_stays_as_it_was_decided(self, attacked, command):
        with attacked.by(EVERYTHING) as attack, pytest.raises(psycopg.errors.InsufficientPrivilege):
            attack.run(command.format("notices_letterwording"))


class TestAppointment:
    @pytest.mark.parametrize("command", ["UPDATE {} SET place = 'x'", "DELETE FROM {}"])
    def test_stays_as_it_was_told(self, attacked, command):
        with attacked.by(EVERYTHING) as attack, pytest.raises(psycopg.errors.InsufficientPrivilege):
            attack.run(command.format("notices_appointment"))

    def test_has_one_row_for_each_version(self, attacked):
        first = a_row(Appointment)
        again = a_row(Appointment, uid=first["uid"], sequence=first["sequence"])
        with attacked.by(EVERYTHING) as attack:
            attack.insert(Appointment, first)
            with attack.refused("appointment_version_once"):
                attack.insert(Appointment, again)


class TestNumbers:
    @pytest.mark.parametrize(
        ("constraint", "model", "column"),
        [
            ("notices_appointment_minutes_check", Appointment, "minutes"),
            ("notices_appointment_sequence_check", Appointment, "sequence"),
            ("notices_delivery_tries_check", Delivery, "tries"),
        ],
    )
    def test_are_not_below_nothing(self, attacked, constraint, model, column):
        with attacked.by(EVERYTHING) as attack, attack.refused(constraint):
            attack.insert(model, a_row(model, **{column: -1}))


class TestDelivery:
    def test_reaches_one_person_once(self, attacked):
        first = a_row(Delivery, channel="email", state="queued")
        same = {name: first[name] for name in ("about", "member_id", "channel")}
        with attacked.by(EVERYTHING) as attack:
            attack.insert(Delivery, first)
            with attack.refused("delivery_once"):
                attack.insert(Delivery, a_row(Delivery, state="queued", **same))

    @pytest.mark.parametrize("actor", [MEMBER, SECRETARY, OFFICE])
    def test_is_written_by_jobs_alone(self, attacked, actor):
        row = a_row(Delivery, member_id=5, state="queued")
        with attacked.by_superuser() as attack:
            attack.insert(Delivery, row)
            attack.become(actor)
            assert attack.outcome("UPDATE notices_delivery SET state = 'sent'") == 0
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                attack.insert(Delivery, a_row(Delivery, member_id=5))

    def test_is_seen_by_whoever_gives_notice_and_by_no_member(self, attacked):
        with attacked.by_superuser() as attack:
            attack.insert(Delivery, a_row(Delivery, member_id=5))
            attack.become(SECRETARY)
            assert len(attack.run("SELECT 1 FROM notices_delivery")) == 1
            attack.become(MEMBER)
            assert attack.run("SELECT 1 FROM notices_delivery") == []

    @pytest.mark.parametrize("column", ["about", "channel", "member_id", "notice_id", "scope_key"])
    def test_stays_what_and_whose_it_is(self, attacked, column):
        with attacked.by(EVERYTHING) as attack, pytest.raises(psycopg.errors.InsufficientPrivilege):
            attack.run(f"UPDATE notices_delivery SET {column} = DEFAULT")

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("sent", "queued"),
            ("sent", "sending"),
            ("sent", "failed"),
            ("unclear", "queued"),
            ("unclear", "sending"),
            ("failed", "queued"),
            ("no_address", "queued"),
            ("queued", "sent"),
        ],
    )
    def test_delivery_goes_on_and_never_back(self, template, before, after):
        put(template, before)
        template.become(EVERYTHING)
        with template.refused("delivery_goes_on"):
            template.run("UPDATE notices_delivery SET state = %s", (after,))

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("queued", "sending"),
            ("sending", "sent"),
            ("sending", "queued"),
            ("sending", "failed"),
            ("sending", "no_address"),
            ("sending", "unclear"),
        ],
    )
    def test_goes_from_one_state_to_the_next(self, template, before, after):
        put(template, before)
        template.become(EVERYTHING)
        assert template.outcome("UPDATE notices_delivery SET state = %s", (after,)) == 1

    @pytest.mark.parametrize("state", ["sent", "unclear", "failed"])
    def test_that_is_over_keeps_its_outcome(self, template, state):
        put(template, state)
        template.become(EVERYTHING)
        with template.refused("delivery_goes_on"):
            template.run("UPDATE notices_delivery SET tries = 0, failure = ''")


class TestNotice:
    def test_is_not_read_by_the_secretary_who_told_it(self, attacked):
        with attacked.by_superuser() as attack:
            attack.insert(Notice, a_row(Notice, member_id=7))
            attack.become(SECRETARY)
            assert attack.run("SELECT 1 FROM notices_notice") == []


def put(template, state):
    """A delivery in a state, of a notice to a member; only what stands above them is missing."""
    member = a_row(Member, id=5)
    notice = a_row(Notice, member_id=5)
    template.run("SET session_replication_role = replica")
    template.insert(Member, member)
    template.insert(Notice, notice)
    row = a_row(
        Delivery, notice_id=notice["id"], member_id=5, state=state, failure="x", changed_at=WHEN
    )
    template.insert(Delivery, row)
    template.run("SET session_replication_role = origin")
