"""Figures about posts: secretaries by kind of organisation and local, vacancies, what ends soon."""

from datetime import timedelta

import pytest

from nenep.access.scope import scope
from nenep.figures.periods import parse
from nenep.members.models import Post
from nenep.members.rules import ENDING_DAYS
from nenep.members.tests.builders import a_member, a_post, a_province_officer_of, an_office_of
from nenep.organisations.tests.builders import NOW, TODAY, a_cell, a_commune, a_province, building
from nenep.reports import figures

pytestmark = pytest.mark.django_db
KEYS = ("posts.secretaries", "posts.secretaries_share", "posts.vacant", "posts.ending")


class World:
    """A commune with a secretary from elsewhere, and cells that are led, vacant or unwritten."""

    def __init__(self):
        self.province = a_province()
        self.commune = a_commune(self.province)
        self.empty = a_commune(self.province, "Đảng bộ xã Chưa Ghi")
        a_cell(self.empty)
        self.office = an_office_of(self.commune)
        self.officer = a_province_officer_of(self.province)
        self.led = [a_cell(self.commune, f"Chi bộ Bản {number}") for number in range(3)]
        self.vacant = a_cell(self.commune, "Chi bộ Bản Khuyết")
        for cell, local in zip(self.led, (True, True, None), strict=True):
            self.said(a_post("secretary", cell), local)
        self.said(a_post("secretary", self.commune), False)
        last = TODAY + timedelta(days=ENDING_DAYS)
        a_post("deputy", self.vacant, valid_to=last)
        a_post("village_head", self.vacant, valid_to=last + timedelta(days=1))

    def said(self, post, local):
        with building():
            Post.objects.filter(pk=post.pk).update(is_local=local)


@pytest.fixture(scope="class")
def world(built_once):
    return built_once(World)


def shown(actor, top):
    with scope(actor):
        answer = figures.answer(actor=actor, top=top, period=parse("2026-12"), now=NOW, keys=KEYS)
    return {
        (one.line.figure.key, *(value for _, value in one.line.by)): one.value
        for one in answer.figures
    }


class TestFigures:
    @pytest.mark.parametrize("who", ["office", "officer"])
    def test_of_secretaries_by_kind_and_local(self, world, who):
        found = shown(getattr(world, who), world.commune)

        assert found["posts.secretaries",] == 4
        assert found["posts.secretaries", "cell"] == 3
        assert found["posts.secretaries", "base"] == 1
        assert found["posts.secretaries", "yes"] == 2
        assert found["posts.secretaries", "unknown"] == 1
        assert found["posts.secretaries", "cell", "yes"] == 2
        assert found["posts.secretaries", "base", "no"] == 1
        assert found["posts.secretaries", "base", "yes"] == 0

    def test_of_their_share_leave_out_of_whom_nothing_is_known(self, world):
        found = shown(world.office, world.commune)

        assert float(found["posts.secretaries_share",]) == 66.7
        assert found["posts.secretaries_share", "cell"] == 100
        assert found["posts.secretaries_share", "base"] == 0
        assert float(found["posts.secretaries_share", "no"]) == 33.3
        assert found["posts.secretaries_share", "unknown"] is None

    def test_of_vacancies_and_ends(self, world):
        found = shown(world.office, world.commune)

        assert found["posts.vacant",] == 1
        assert found["posts.vacant", "cell"] == 1
        assert found["posts.ending",] == 1

    def test_are_unknown_where_no_post_was_written_down(self, world):
        found = shown(world.officer, world.empty)

        assert {found[key,] for key in KEYS} == {None}

    def test_of_units_are_unknown_there_too(self, world):
        with scope(world.officer):
            ranking = figures.ranking(
                actor=world.officer,
                top=world.province,
                period=parse("2026-12"),
                now=NOW,
                key="posts.secretaries",
                convention=figures.Convention(),
            )
        values = {one.unit: one.value for one in ranking.units}
        assert values[world.commune] == 4
        assert values[world.empty] is None

    def test_open_to_rows_that_name_nobody_and_add_up(self, world):
        with scope(world.office):
            rows = figures.rows(
                actor=world.office,
                top=world.commune,
                period=parse("2026-12"),
                now=NOW,
                key="posts.secretaries",
            )
        assert sum(row["value"] for row in rows) == 4
        assert not any("name_of" in row or "state" in row for row in rows)
        assert a_member(world.vacant).full_name not in {row["name"] for row in rows}
