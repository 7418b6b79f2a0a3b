"""What is found, and that nobody finds what is not theirs to read."""

from datetime import date

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nenep.access.scope import scope
from nenep.accounts.tests.builders import an_account, log_in
from nenep.core import clock
from nenep.core.vietnamese import without_marks
from nenep.meetings.tests import builders
from nenep.members.tests.builders import (
    a_member,
    a_member_of,
    a_post,
    a_province_officer_of,
    a_secretary_of,
    an_office_of,
)
from nenep.organisations import actions
from nenep.organisations.tests.builders import (
    EVERYTHING,
    NOW,
    a_cell,
    a_commune,
    a_province,
    building,
)
from nenep.search.queries import MOST, find

pytestmark = pytest.mark.django_db


class World:
    """Two communes, in each a cell of one name with one member of one name."""

    def __init__(self):
        self.province = a_province()
        self.commune = a_commune(self.province)
        self.cell = a_cell(self.commune, "Chi bộ Nà Khoa")
        self.member = a_member(self.cell, "Lò Thị Thuỷ")
        other = a_commune(self.province, "Đảng bộ xã Nậm Cát")
        self.neighbour = a_cell(other, "Chi bộ Nà Khoa")
        self.stranger = a_member(self.neighbour, "Lò Thị Thủy")


@pytest.fixture
def world():
    return World()


def found(typed, actor):
    with scope(actor):
        return find(typed, now=NOW)


def ids(hits):
    return [hit.pk for hit in hits.rows]


class TestPeople:
    @pytest.mark.parametrize("typed", ["lo thi thuy", "Thủy", "thuỷ", "LÒ THỊ THU", "thuy lo"])
    def test_are_found_by_any_spelling(self, world, typed):
        assert ids(found(typed, an_office_of(world.commune)).people) == [world.member.pk]

    def test_are_found_by_their_code(self, world):
        hits = found(world.member.code.lower(), an_office_of(world.commune)).people
        assert ids(hits) == [world.member.pk]
        assert hits.rows[0].note == world.member.code

    def test_of_a_neighbour_are_not_found(self, world):
        assert ids(found("thuy", a_secretary_of(world.neighbour)).people) == [world.stranger.pk]
        assert not found("thuy", a_province_officer_of(world.province)).people.rows

    def test_are_told_apart_by_cell_and_code(self, world):
        twin = a_member(a_cell(world.commune, "Chi bộ Bản Phố"), "Lò Thị Thủy")
        rows = found("lo thi thuy", an_office_of(world.commune)).people.rows
        assert {(one.where, one.note) for one in rows} == {
            ("Chi bộ Nà Khoa", world.member.code),
            ("Chi bộ Bản Phố", twin.code),
        }

    def test_that_are_many_say_so(self, world):
        for _ in range(MOST):
            a_member(world.cell, "Cà Văn Thuỷ")
        hits = found("thuy", an_office_of(world.commune)).people
        assert (len(hits.rows), hits.are_more) == (MOST, True)


class TestSlip:
    @pytest.mark.parametrize("typed", ["thuyy", "thyu", "thiuy lo"])
    def test_is_forgiven_if_nothing_has_these_words(self, world, typed):
        outcome = found(typed, an_office_of(world.commune))
        assert world.member.pk in ids(outcome.people)
        assert outcome.is_forgiven

    def test_is_not_looked_for_where_the_words_are_right(self, world):
        a_member(world.cell, "Lò Văn Thuyên")
        outcome = found("lo thi thuy", an_office_of(world.commune))
        assert not outcome.is_forgiven
        assert ids(outcome.people) == [world.member.pk]

    def test_finds_nothing_where_nothing_is_near(self, world):
        assert found("xxxyyzz", an_office_of(world.commune)).is_empty


class TestUnits:
    def test_are_found_with_what_stands_above(self, world):
        (hit,) = found("na khoa", an_office_of(world.commune)).units.rows
        assert (hit.pk, hit.where) == (world.cell.pk, "Đảng bộ xã Bản Mây")
        assert set(ids(found("na khoa", a_province_officer_of(world.province)).units)) == {
            world.cell.pk,
            world.neighbour.pk,
        }

    def test_are_found_by_an_earlier_name_which_is_said(self, world):
        with building():
            actions.rename(
                organisation_id=world.cell.pk,
                name="Chi bộ Tân Lập",
                on=date(2026, 6, 1),
                actor=EVERYTHING,
                at=NOW,
            )
        (hit,) = found("na khoa", an_office_of(world.commune)).units.rows
        assert (hit.title, hit.note) == ("Chi bộ Tân Lập", "trước đây: Chi bộ Nà Khoa")

    def test_are_found_by_an_abbreviation(self, world):
        assert world.cell.pk in ids(found("cb na khoa", an_office_of(world.commune)).units)


class TestMeetings:
    def test_are_found_by_unit_and_month(self):
        cast = builders.a_cast()
        meeting = builders.a_meeting(cast)
        name = cast.cell.name
        for typed in (f"{name} tháng 12", f"họp {name} 12/2026", "shcb tháng 12"):
            assert ids(found(typed, cast.secretary_actor).meetings) == [meeting.pk], typed
        assert not found(f"{name} tháng 11", cast.secretary_actor).meetings.rows
        assert not found("shcb tháng 12", a_secretary_of(a_cell())).meetings.rows

    @pytest.mark.world("signed")
    def test_lead_to_the_resolution_they_made(self):
        meeting, entry = builders.a_signed_meeting(cast := builders.a_cast())
        with building():
            document = entry.resolution
        hits = found(document.subject, cast.secretary_actor).documents
        assert ids(hits) == [meeting.pk]
        assert hits.rows[0].title.startswith(document.symbol)
        assert not found(document.subject, a_secretary_of(a_cell())).documents.rows


class TestFunctions:
    @pytest.mark.parametrize(
        "call",
        [
            "search_people('na:*', '', 9)",
            "search_units('na:*', '', 9)",
            "search_meetings('', NULL, NULL, now(), 9)",
            "search_documents('so:*', 9)",
        ],
    )
    @pytest.mark.world("signed")
    def test_need_an_open_scope(self, call):
        builders.a_signed_meeting(builders.a_cast())
        with (
            pytest.raises(DatabaseError, match=r"invalid input syntax|division by zero|nenep\."),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"SELECT * FROM {call}")

    @settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(st.sampled_from("aAăẩĐđÐóòỏ yữ\u0301\u200b’'-/12.ỳNQ"), max_size=20))
    def test_search_words_are_those_of_the_product(self, text):
        with connection.cursor() as cursor:
            cursor.execute("SELECT tsvector_to_array(search_words(%s))", [text])
            (written,) = cursor.fetchone()
        plain = "".join(sign if sign.isalnum() else " " for sign in without_marks(text))
        assert set(written) == set(plain.split())


class TestPage:
    @pytest.fixture
    def client(self, client, world):
        a_post("office", world.commune, world.member)
        return log_in(client, an_account(world.member))

    @pytest.fixture(autouse=True)
    def _now(self):
        with clock.at(NOW):
            yield

    def test_shows_all_sorts_with_a_link_each(self, client, world):
        page = client.get(reverse("web:find"), {"q": "na khoa"}).content.decode()
        assert reverse("meetings:cell", args=[world.cell.pk]) in page
        assert reverse("meetings:cell", args=[world.neighbour.pk]) not in page
        assert 'value="na khoa"' in page

    def test_leads_to_a_person_or_to_the_list_they_stand_in(self, client, world):
        page = client.get("/tim/?q=lo thi thuy").content.decode()
        assert reverse("members:person", args=[world.member.pk]) in page
        reader = a_member(world.cell)
        log_in(client, an_account(reader))
        page = client.get("/tim/?q=lo thi thuy").content.decode()
        assert reverse("members:roster", args=[world.cell.pk]) in page
        assert reverse("members:person", args=[world.member.pk]) not in page

    def test_finds_pages_of_the_menu(self, client):
        assert reverse("provisions:now") in client.get("/tim/?q=quy dinh").content.decode()

    def test_says_kindly_that_nothing_is_found(self, client):
        assert "Không tìm thấy" in client.get("/tim/?q=qqqqxxx").content.decode()
        assert "Tìm ai, tìm gì?" in client.get("/tim/").content.decode()

    def test_takes_any_signs(self, client):
        for typed in ("'", "a'b", ":*", "&&", "\x00", "x" * 5000, "%", "\\"):
            assert client.get("/tim/", {"q": typed}).status_code == 200

    def test_asks_few_questions(self, client, django_assert_max_num_queries):
        client.get("/tim/?q=na khoa")
        with django_assert_max_num_queries(14):
            client.get("/tim/?q=na khoa")

    def test_stands_in_the_head_of_every_page(self, client):
        assert '<form class="n-find" role="search" method="get" action="/tim/">' in (
            client.get("/tai-khoan/").content.decode()
        )

    def test_of_a_member_shows_what_a_member_reads(self, world):
        with scope(a_member_of(world.cell)):
            outcome = find("na khoa", now=NOW)
        assert ids(outcome.units) == [world.cell.pk]
