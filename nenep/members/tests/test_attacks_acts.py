"""Acts about members, and that nobody is there after leaving: attacked by plain SQL."""

from datetime import date, timedelta

import pytest

from nenep.accounts.tests.builders import an_account
from nenep.members import actions
from nenep.members.tests.builders import a_member, a_member_of, a_post, a_secretary_of, an_office_of
from nenep.organisations.tests.attacks import refused, run
from nenep.organisations.tests.builders import (
    EVERYTHING,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    building,
)
from nenep.tasks.actions import assign_task

pytestmark = pytest.mark.django_db
GONE_ON = TODAY - timedelta(days=30)


class World:
    """Somebody who has died, somebody who has not, their office, and the office beside."""

    def __init__(self):
        self.commune = a_commune()
        self.cell = a_cell(self.commune)
        self.gone, self.member = a_member(self.cell), a_member(self.cell)
        self.office = an_office_of(self.commune)
        self.other = a_commune(name="Đảng bộ xã Bản Sông")
        self.beside = an_office_of(self.other)
        self.post = a_post("deputy", self.cell, self.member)
        self.account = an_account(self.member)
        with building():
            self.act = actions.do_act(
                member_id=self.gone.pk, kind="died", day=GONE_ON, actor=EVERYTHING, at=NOW
            )
            self.task = assign_task(
                giver_id=self.commune.pk,
                organisation_id=self.cell.pk,
                member_id=self.member.pk,
                title="Rà soát hồ sơ",
                due_on=TODAY,
                actor=EVERYTHING,
                at=NOW,
            )


@pytest.fixture(scope="class")
def world(built_once):
    """Built once: every attack is undone."""
    return built_once(World)


def an_act(world, **changes):
    """A statement that inserts an act about the member who is there."""
    values = {
        "member_id": world.member.pk,
        "organisation_id": world.cell.pk,
        "scope_key": world.cell.scope_key,
        "kind": "suspended",
        "movement": "",
        "ground": "",
        "day": TODAY,
        "until": None,
        "elsewhere": "",
        "is_far": False,
        "was_probationary": False,
        "decision": "",
        "reason": "",
        "trace": "{}",
        "recorded_at": NOW,
    } | changes
    marks = ", ".join(["%s"] * len(values))
    return f"INSERT INTO members_act ({', '.join(values)}) VALUES ({marks})", *values.values()


def a_row(world, table):
    """A statement that lets somebody who has left belong, or hold something."""
    values = {
        "member_id": world.gone.pk,
        "organisation_id": world.cell.pk,
        "scope_key": world.cell.scope_key,
        "valid_from": TODAY,
    }
    held = {"holder_name": "", "decision": ""}
    values |= {
        "members_membership": {"kind": "official"},
        "members_post": held | {"kind": "office", "term": "", "of_committee": False},
        "members_charge": held | {"duty": "Dự", "confirms_scores": False},
        "members_standin": {"post_id": world.post.pk, "decided_by": "Chi bộ"},
    }[table]
    marks = ", ".join(["%s"] * len(values))
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", *values.values()


class TestAct:
    def test_can_be_entered_by_the_office(self, world):
        assert run(*an_act(world), by=world.office) == 1

    @pytest.mark.parametrize(
        ("kind", "movement"),
        [("died", ""), ("left_party", "died"), ("suspended", "died"), ("restored", "admitted")],
    )
    def test_act_movement_of_its_kind(self, world, kind, movement):
        refused("act_movement_of_its_kind", *an_act(world, kind=kind, movement=movement))

    @pytest.mark.parametrize(("kind", "ground"), [("exempted", ""), ("suspended", "age")])
    def test_act_ground_of_an_exemption(self, world, kind, ground):
        refused("act_ground_of_an_exemption", *an_act(world, kind=kind, ground=ground))

    def test_act_until_after_its_day(self, world):
        refused("act_until_after_its_day", *an_act(world, until=TODAY))

    def test_is_entered_by_no_secretary_and_from_no_other_commune(self, world):
        for actor in (a_secretary_of(world.cell), world.beside):
            refused("policy", *an_act(world), by=actor)

    def test_is_seen_by_the_secretary_and_oneself_and_by_no_other_member(self, world):
        statement = "SELECT id FROM members_act"
        assert run(statement, by=a_secretary_of(world.cell)) == [(world.act.pk,)]
        assert not run(statement, by=a_member_of(world.cell))
        assert not run(statement, by=world.beside)

    def test_keeps_what_was_written(self, world):
        refused("grant", "UPDATE members_act SET reason = 'khác'")
        refused("grant", "DELETE FROM members_act")
        assert run("UPDATE members_act SET reported_on = %s", TODAY, by=world.office) == 1


class TestWhoHasLeft:
    @pytest.mark.parametrize(
        "table", ["members_membership", "members_post", "members_charge", "members_standin"]
    )
    def test_belongs_nowhere_and_holds_nothing(self, world, table):
        refused("nobody_after_leaving", *a_row(world, table))

    def test_leaves_once(self, world):
        refused(
            "nobody_after_leaving",
            *an_act(world, member_id=world.gone.pk, kind="moved_out", movement="moved_out"),
        )

    def test_may_have_been_anywhere_before(self, world):
        run("UPDATE members_act SET undone_at = %s", NOW)

    def test_is_back_from_the_day_somebody_is_restored(self, world):
        back = an_act(
            world, member_id=world.gone.pk, kind="restored", movement="restored", day=TODAY
        )
        with building():
            run(*back)
            run(*a_row(world, "members_membership"))
            refused(
                "nobody_after_leaving",
                "UPDATE members_membership SET valid_from = %s WHERE member_id = %s "
                "AND valid_from = %s",
                date(2026, 11, 20),
                world.gone.pk,
                TODAY,
            )


class TestFunctions:
    def test_members_movements_answers_where_figures_are_seen(self, world):
        statement = "SELECT reason FROM members_movements(%s, %s, %s)"
        asked = ([world.cell.pk], GONE_ON, TODAY)
        assert run(statement, *asked, by=world.office) == [("died",)]
        assert not run(statement, *asked, by=world.beside)

    def test_accounts_of_leaving_is_for_who_edits_the_member(self, world):
        statement = "SELECT accounts_of_leaving(%s, %s, %s)"
        secretary = a_secretary_of(world.cell)
        for what in ("look", "lock", "unlock"):
            asked = (world.member.pk, what, NOW)
            assert run(statement, *asked, by=world.beside) == [(False,)]
            assert run(statement, *asked, by=secretary) == [(False,)]
        assert run("SELECT is_open FROM accounts_account WHERE id = %s", world.account.pk) == [
            (True,)
        ]
        assert run(statement, world.member.pk, "lock", NOW, by=world.office) == [(True,)]

    def test_tasks_hand_on_and_tasks_take_back_are_for_who_edits_the_member(self, world):
        hand_on = "SELECT tasks_hand_on(%s, NULL, NULL, %s, false)"
        for actor in (world.beside, a_secretary_of(world.cell)):
            assert run(hand_on, world.member.pk, TODAY, by=actor) == [("[]",)]
            assert run(
                "SELECT tasks_take_back(%s, %s)", world.task.pk, world.task.pk, by=actor
            ) == [(False,)]
        assert run("SELECT count(*) FROM tasks_task WHERE state = 'dropped'") == [(0,)]
