"""Every constraint, trigger and policy of members, attacked by plain SQL as the web role."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection

from nenep.access.actor import Actor
from nenep.access.mask import MaskPermission
from nenep.members import actions
from nenep.members.tests.builders import (
    a_charge,
    a_member,
    a_member_of,
    a_post,
    a_province_officer_of,
    a_secretary_of,
    an_office_of,
)
from nenep.organisations import actions as organisations
from nenep.organisations.models import Body
from nenep.organisations.tests.attacks import refused, run
from nenep.organisations.tests.builders import (
    EVERYTHING,
    LONG_AGO,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    a_province,
    building,
)

pytestmark = pytest.mark.django_db


class World:
    """Two communes, each with a cell and a member in it, and the office of the first."""

    def __init__(self):
        self.province = a_province()
        self.commune = a_commune(self.province)
        self.other = a_commune(self.province, "Đảng bộ xã Bản Sông")
        self.cell = a_cell(self.commune)
        self.neighbour = a_cell(self.other, "Chi bộ Bên Sông")
        self.member = a_member(self.cell, phone="0900000001")
        self.stranger = a_member(self.neighbour, phone="0900000002")
        self.office = an_office_of(self.commune)


@pytest.fixture(scope="class")
def world(built_once):
    """Built once: every attack is undone."""
    return built_once(World)


def inserting(table, **values):
    """Return a statement and its values."""
    columns = ", ".join(values)
    marks = ", ".join(["%s"] * len(values))
    return f"INSERT INTO {table} ({columns}) VALUES ({marks})", *values.values()


def row_of(table, world, **changes):
    """A row about the first member in the first cell."""
    common = {
        "members_member": {
            "home_id": world.cell.pk,
            "full_name": "Người Lạ",
            "sort_key": "x",
            "folded_name": "nguoi la",
            "code": "LẠ",
        },
        "members_membership": {
            "member_id": world.member.pk,
            "organisation_id": world.cell.pk,
            "kind": "official",
        },
        "members_memberstate": {"member_id": world.member.pk, "state": "official"},
        "members_post": {
            "member_id": world.member.pk,
            "organisation_id": world.cell.pk,
            "kind": "secretary",
            "holder_name": "",
            "term": "",
            "decision": "",
            "of_committee": False,
        },
        "members_charge": {
            "member_id": world.member.pk,
            "organisation_id": world.cell.pk,
            "holder_name": "",
            "duty": "",
            "decision": "",
            "confirms_scores": False,
        },
        "members_personaldata": {
            "member_id": world.member.pk,
            "sex": "",
            "phone": "",
            "email": "",
        },
    }[table]
    values = common | {"scope_key": world.cell.scope_key}
    if table not in ("members_member", "members_personaldata"):
        values |= {"valid_from": LONG_AGO, "valid_to": None}
    return inserting(table, **(values | changes))


def body_of(organisation, kind):
    with building():
        return Body.objects.get(organisation=organisation, kind=kind).pk


_TABLES = [
    "members_member",
    "members_membership",
    "members_memberstate",
    "members_post",
    "members_charge",
    "members_standin",
    "members_personaldata",
]


class TestEveryTable:
    @pytest.mark.parametrize("table", _TABLES)
    def test_can_be_deleted_by_nobody(self, table):
        refused("grant", f"DELETE FROM {table}")

    @pytest.mark.parametrize("table", _TABLES)
    def test_shows_nothing_of_a_neighbour_and_changes_nothing_there(self, world, table):
        self._fill(world.neighbour, world.stranger)
        condition = f"scope_key LIKE '{world.other.scope_key}%%'"
        office = replace(
            world.office, permissions=world.office.permissions | {MaskPermission.PERSONAL_VIEW}
        )
        assert run(f"SELECT id FROM {table} WHERE {condition}")
        assert not run(f"SELECT id FROM {table} WHERE {condition}", by=office)
        assert run(f"UPDATE {table} SET id = id WHERE {condition}", by=office) == 0

    @pytest.mark.parametrize("table", [table for table in _TABLES if table != "members_standin"])
    def test_takes_no_row_into_a_neighbours_part(self, world, table):
        there = {"scope_key": world.neighbour.scope_key}
        if table == "members_post":  # what the guard lets pass, the policy does not
            there |= {"kind": "chair", "valid_from": TODAY, "valid_to": date(2026, 12, 10)}
        refused("policy", *row_of(table, world, **there), by=world.office)

    @pytest.mark.parametrize("table", _TABLES)
    def test_is_silent_for_somebody_with_an_open_scope_and_no_rights(self, world, table):
        self._fill(world.cell, world.member)
        nobody = Actor(account_id=1, member_id=None, label="")
        assert not run(f"SELECT id FROM {table}", by=nobody)

    @pytest.mark.parametrize("table", _TABLES)
    def test_shows_a_member_ones_own_rows(self, world, table):
        self._fill(world.cell, world.member)
        self._fill(world.neighbour, world.stranger)
        myself = Actor(account_id=1, member_id=world.member.pk, label="")
        column = "id" if table == "members_member" else "member_id"
        rows = run(f"SELECT {column} FROM {table}", by=myself)
        assert {row[0] for row in rows} == {world.member.pk}

    def _fill(self, cell, member):
        holder = a_member(cell)
        post = a_post("deputy", cell, member)
        own = a_post("secretary", cell, holder)
        a_charge(cell, member)
        with building():
            actions.stand_in(
                post_id=own.pk,
                member_id=member.pk,
                valid_from=TODAY,
                valid_to=None,
                decided_by="Đảng ủy xã",
                actor=EVERYTHING,
                at=NOW,
            )
        assert post.pk


class TestMember:
    def test_members_member_code_key(self, world):
        refused("members_member_code_key", *row_of("members_member", world, code=world.member.code))

    def test_members_member_scope_of_home(self, world):
        refused(
            "members_member_scope_of_home",
            *row_of("members_member", world, home_id=world.neighbour.pk),
            by=world.office,
        )

    def test_cannot_be_taken_to_a_neighbour(self, world):
        refused(
            "policy",
            "UPDATE members_member SET home_id = %s, scope_key = %s WHERE id = %s",
            world.neighbour.pk,
            world.neighbour.scope_key,
            world.member.pk,
            by=world.office,
        )

    def test_names_are_not_seen_from_the_province(self, world):
        officer = a_province_officer_of(world.province)
        names = run("SELECT id FROM members_member WHERE id <> %s", officer.member_id, by=officer)
        assert names == []

    def test_keep_change_writes_history(self, world):
        run("UPDATE members_member SET code = 'MỚI' WHERE id = %s", world.member.pk)
        kept = run(
            "SELECT before ->> 'code' FROM audit_change WHERE operation = 'UPDATE' "
            "AND table_name = 'members_member' AND row_id = %s",
            str(world.member.pk),
        )
        assert kept == [(world.member.code,)]

    def test_holder_renamed_follows_to_posts_and_duties(self, world):
        a_post("secretary", world.cell, world.member)
        a_charge(world.cell, world.member)
        run("UPDATE members_member SET full_name = 'Tên Mới' WHERE id = %s", world.member.pk)
        for table in ("members_post", "members_charge"):
            assert run(
                f"SELECT holder_name FROM {table} WHERE member_id = %s", world.member.pk
            ) == [("Tên Mới",)]


class TestPersonalData:
    def test_members_personaldata_member_id_key(self, world):
        refused("members_personaldata_member_id_key", *row_of("members_personaldata", world))

    def test_members_personaldata_scope_of_member(self, world):
        refused(
            "members_personaldata_scope_of_member",
            "UPDATE members_personaldata SET scope_key = %s WHERE member_id = %s",
            world.cell.scope_key,
            world.stranger.pk,
        )

    def test_is_masked_even_for_the_office_and_the_secretary(self, world):
        for actor in (world.office, a_secretary_of(world.cell)):
            seen = run(
                "SELECT phone FROM members_personaldata WHERE member_id = %s",
                world.member.pk,
                by=actor,
            )
            assert seen == []

    def test_is_not_changed_without_the_opened_view(self, world):
        assert run("UPDATE members_personaldata SET phone = ''", by=world.office) == 0


class TestMembership:
    def test_membership_dates_in_order(self, world):
        refused(
            "membership_dates_in_order",
            "UPDATE members_membership SET valid_to = '1999-01-01' WHERE member_id = %s",
            world.member.pk,
        )

    def test_membership_official_once(self, world):
        refused(
            "membership_official_once",
            *row_of(
                "members_membership",
                world,
                organisation_id=world.neighbour.pk,
                scope_key=world.neighbour.scope_key,
            ),
        )

    def test_membership_same_place_once(self, world):
        refused(
            "membership_same_place_once", *row_of("members_membership", world, kind="temporary")
        )

    def test_membership_within_life(self, world):
        refused(
            "membership_within_life",
            *row_of(
                "members_membership",
                world,
                member_id=world.stranger.pk,
                kind="temporary",
                valid_from=date(2019, 1, 1),
            ),
        )

    def test_members_membership_scope_of_organisation(self, world):
        refused(
            "members_membership_scope_of_organisation",
            *row_of(
                "members_membership", world, organisation_id=world.neighbour.pk, kind="temporary"
            ),
            by=world.office,
        )


class TestMemberState:
    def test_member_state_dates_in_order(self, world):
        refused(
            "member_state_dates_in_order",
            "UPDATE members_memberstate SET valid_to = '1999-01-01' WHERE member_id = %s",
            world.member.pk,
        )

    def test_member_state_one_at_a_time(self, world):
        refused("member_state_one_at_a_time", *row_of("members_memberstate", world, state="exempt"))

    def test_members_memberstate_scope_of_member(self, world):
        refused(
            "members_memberstate_scope_of_member",
            *row_of(
                "members_memberstate",
                world,
                member_id=world.stranger.pk,
                valid_from=date(2019, 1, 1),
                valid_to=LONG_AGO,
            ),
            by=world.office,
        )


class TestPost:
    def test_post_dates_in_order(self, world):
        refused(
            "post_dates_in_order",
            *row_of(
                "members_post",
                world,
                body_id=body_of(world.cell, "cell"),
                valid_to=date(1999, 1, 1),
            ),
        )

    def test_post_in_a_body(self, world):
        # Without a body the rule of one secretary would not see it.
        refused("post_in_a_body", *row_of("members_post", world))

    def test_post_one_secretary(self, world):
        a_post("secretary", world.cell)
        refused(
            "post_one_secretary",
            *row_of("members_post", world, body_id=body_of(world.cell, "cell")),
        )

    def test_post_one_head(self, world):
        a_post("government_head", world.commune)
        refused(
            "post_one_head",
            *row_of(
                "members_post",
                world,
                organisation_id=world.commune.pk,
                scope_key=world.commune.scope_key,
                kind="government_head",
            ),
        )

    def test_post_same_once(self, world):
        a_post("deputy", world.cell, world.member)
        refused(
            "post_same_once",
            *row_of("members_post", world, body_id=body_of(world.cell, "cell"), kind="deputy"),
        )

    def test_post_body_of_organisation(self, world):
        refused(
            "post_body_of_organisation",
            *row_of("members_post", world, body_id=body_of(world.neighbour, "cell")),
        )

    def test_members_post_scope_of_organisation(self, world):
        refused(
            "members_post_scope_of_organisation",
            *row_of("members_post", world, organisation_id=world.neighbour.pk, kind="office"),
            by=world.office,
        )

    def test_post_holder_is_whoever_holds_it_and_seen_from_above_only_of_committees(self, world):
        run(
            *row_of(
                "members_post",
                world,
                body_id=body_of(world.cell, "cell"),
                holder_name="Người Khác",
                of_committee=True,
            )
        )
        written = run(
            "SELECT holder_name, of_committee FROM members_post WHERE organisation_id = %s",
            world.cell.pk,
        )
        assert written == [(world.member.full_name, False)]

    def test_of_committee_is_seen_from_the_province_and_of_cells_not(self, world):
        a_post("secretary", world.cell, world.member)
        of_commune = a_post("secretary", world.commune, world.member)
        officer = a_province_officer_of(world.province)
        seen = run("SELECT id FROM members_post WHERE member_id = %s", world.member.pk, by=officer)
        assert seen == [(of_commune.pk,)]

    @pytest.mark.parametrize(
        "changes",
        [
            {"kind": "office"},
            {"kind": "chair", "valid_from": TODAY, "valid_to": None},
            {"kind": "chair", "valid_from": TODAY, "valid_to": date(2027, 6, 1)},
        ],
    )
    def test_post_of_one_meeting(self, world, changes):
        secretary = a_secretary_of(world.cell)
        refused("post_of_one_meeting", *row_of("members_post", world, **changes), by=secretary)

    @pytest.mark.parametrize("kind", ["office", "desk_documents", "desk_treasurer"])
    def test_post_of_office_not_to_oneself(self, world, kind):
        of_commune = {"organisation_id": world.commune.pk, "scope_key": world.commune.scope_key}
        given = row_of("members_post", world, **of_commune, body_id=None, kind=kind)
        run(*given, by=replace(world.office, member_id=world.stranger.pk))
        clerk = replace(world.office, member_id=world.member.pk)
        for changes in ({}, {"valid_to": date(2027, 1, 1)}):
            own = row_of("members_post", world, **of_commune, body_id=None, kind=kind, **changes)
            refused("post_of_office_not_to_oneself", *own, by=clerk)

    def test_post_of_office_not_to_oneself_by_another_ones_post_or_a_later_end(self, world):
        clerk = replace(world.office, member_id=world.member.pk)
        post = a_post("desk_members", world.commune, world.member, valid_to=date(2027, 1, 1))
        other = a_post("committee_member", world.commune, world.member)
        theirs = a_post("desk_members", world.commune, world.stranger)
        for change, pk in (
            ("valid_to = NULL", post.pk),
            ("valid_to = '2027-01-02'", post.pk),
            ("kind = 'office', body_id = NULL", other.pk),
            (f"member_id = {world.member.pk}", theirs.pk),
        ):
            statement = f"UPDATE members_post SET {change} WHERE id = %s"
            refused("post_of_office_not_to_oneself", statement, pk, by=clerk)
        run("UPDATE members_post SET valid_to = '2026-12-31' WHERE id = %s", post.pk, by=clerk)

    def test_post_of_one_meeting_turns_no_role_into_a_post(self, world):
        secretary = a_secretary_of(world.cell)
        for statement in (
            "UPDATE members_post SET valid_to = '2026-12-20' WHERE kind = 'secretary'",
            "UPDATE members_post SET kind = 'chair', valid_to = valid_from + 1 "
            "WHERE kind = 'secretary'",
        ):
            refused("post_of_one_meeting", statement, by=secretary)


class TestStandIn:
    def stand_in(self, world, post, **changes):
        return inserting(
            "members_standin",
            **(
                {
                    "post_id": post.pk,
                    "organisation_id": post.organisation_id,
                    "member_id": world.member.pk,
                    "decided_by": "Đảng ủy xã",
                    "valid_from": TODAY,
                    "valid_to": None,
                    "scope_key": post.scope_key,
                }
                | changes
            ),
        )

    def test_stand_in_dates_in_order(self, world):
        post = a_post("secretary", world.cell)
        refused("stand_in_dates_in_order", *self.stand_in(world, post, valid_to=date(1999, 1, 1)))

    def test_stand_in_one_at_a_time(self, world):
        post = a_post("secretary", world.cell)
        run(*self.stand_in(world, post))
        refused(
            "stand_in_one_at_a_time",
            *self.stand_in(world, post, member_id=world.stranger.pk),
        )

    def test_stand_in_post_of_organisation(self, world):
        post = a_post("secretary", world.neighbour)
        refused(
            "stand_in_post_of_organisation",
            *self.stand_in(
                world, post, organisation_id=world.cell.pk, scope_key=world.cell.scope_key
            ),
            by=world.office,
        )

    def test_members_standin_scope_of_organisation(self, world):
        post = a_post("secretary", world.neighbour)
        refused(
            "members_standin_scope_of_organisation",
            *self.stand_in(world, post, scope_key=world.cell.scope_key),
            by=world.office,
        )

    def test_takes_no_row_into_a_neighbours_part(self, world):
        post = a_post("secretary", world.neighbour)
        refused("policy", *self.stand_in(world, post), by=world.office)


class TestCharge:
    @pytest.fixture
    def cluster(self, world):
        with building():
            return organisations.form_cluster(
                organisation_id=world.commune.pk, name="Cụm 1", actor=EVERYTHING, at=NOW
            )

    def test_charge_dates_in_order(self, world):
        refused(
            "charge_dates_in_order", *row_of("members_charge", world, valid_to=date(1999, 1, 1))
        )

    def test_charge_one_confirms(self, world):
        a_charge(world.cell, confirms_scores=True)
        refused("charge_one_confirms", *row_of("members_charge", world, confirms_scores=True))

    def test_charge_one_confirms_of_cluster(self, world, cluster):
        a_charge(world.commune, cluster_id=cluster.pk, confirms_scores=True)
        refused(
            "charge_one_confirms_of_cluster",
            *row_of(
                "members_charge",
                world,
                organisation_id=world.commune.pk,
                scope_key=world.commune.scope_key,
                cluster_id=cluster.pk,
                confirms_scores=True,
            ),
        )

    def test_charge_cluster_of_organisation(self, world, cluster):
        refused(
            "charge_cluster_of_organisation",
            *row_of("members_charge", world, cluster_id=cluster.pk),
        )

    def test_members_charge_scope_of_organisation(self, world):
        refused(
            "members_charge_scope_of_organisation",
            *row_of("members_charge", world, organisation_id=world.neighbour.pk),
            by=world.office,
        )

    def test_charge_holder_is_whoever_has_the_duty(self, world):
        run(*row_of("members_charge", world, holder_name="Người Khác"))
        assert run("SELECT holder_name FROM members_charge") == [(world.member.full_name,)]


class TestFunctions:
    def test_members_roll_answers_only_within_the_scope(self, world):
        statement = "SELECT member_id FROM members_roll(%s, %s)"
        assert run(statement, world.cell.pk, TODAY, by=world.office) == [(world.member.pk,)]
        assert not run(statement, world.neighbour.pk, TODAY, by=world.office)
        assert not run(statement, world.cell.pk, TODAY, by=a_province_officer_of(world.province))

    def test_members_search_answers_only_within_the_scope(self, world):
        statement = "SELECT member_id FROM members_search('lo van', 50)"
        found = {row[0] for row in run(statement, by=a_member_of(world.cell))}
        assert world.member.pk in found
        assert world.stranger.pk not in found

    def test_members_ways_to_act_answers_only_for_oneself(self, world):
        a_post("secretary", world.neighbour, world.stranger)
        myself = Actor(account_id=1, member_id=world.member.pk, label="")
        rows = run("SELECT source, organisation_id FROM members_ways_to_act(%s)", TODAY, by=myself)
        assert rows == [("member", world.cell.pk)]
        assert not run(
            "SELECT * FROM members_ways_to_act(%s)", TODAY, by=replace(myself, member_id=None)
        )

    @pytest.mark.parametrize(
        "call",
        [
            "members_roll({cell}, now()::date)",
            "members_search('a', 1)",
            "members_ways_to_act(now()::date)",
            "organisations_path({cell}, now()::date)",
        ],
    )
    def test_need_an_open_scope(self, world, call):
        with (
            pytest.raises(Exception, match=r"invalid input syntax|division by zero|nenep\.account"),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"SELECT * FROM {call.format(cell=world.cell.pk)}")
