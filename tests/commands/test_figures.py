"""`nenep figures`: what it prints, and what it refuses with which exit code."""

import json

import pytest

from nenep.accounts.models import Account
from nenep.command import MISUSED, REFUSED, run
from nenep.core import clock
from nenep.meetings.tests.builders import a_cast, a_signed_meeting, an_account
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, building
from nenep.reports.figures import FIGURES
from tests.commands.processes import nenep

pytestmark = pytest.mark.django_db


class World:
    """A signed meeting; its secretary, who is in the commune's office too; a plain member."""

    def __init__(self):
        self.commune = a_commune()
        self.cell = a_cell(self.commune)
        cast = a_cast(self.cell)
        a_signed_meeting(cast)
        with building():
            self.secretary = Account.objects.get(member=cast.secretary).login
            both = a_member(self.cell)
            self.member = an_account(a_member(self.cell)).login
        a_post("secretary", a_cell(self.commune, "Chi bộ khác"), both)
        a_post("office", self.commune, both)
        self.both = an_account(both).login


@pytest.fixture(scope="class")
def world(built_once):
    """Built once."""
    return built_once(World)


@pytest.fixture
def asked(capsys):
    """Run the command; return its exit code, what it printed as JSON, and its complaint."""

    def go(*arguments):
        capsys.readouterr()
        with clock.at(NOW):
            code = run(["figures", *arguments])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err

    return go


class TestFigures:
    def test_print_everything_asked_of_an_organisation(self, world, asked):
        code, found, _ = asked(
            world.commune.code, "--period", "2026-12", "--as", world.both, "--json"
        )
        assert code == 0
        assert (found["organisation"], found["period"], found["tree"]) == (
            world.commune.code,
            "2026-12",
            "then",
        )
        held = next(
            one for one in found["figures"] if one["key"] == "meetings.held" and not one["by"]
        )
        assert held == {
            "key": "meetings.held",
            "by": {},
            "title": "Buổi thường kỳ đã họp, có biên bản",
            "unit": "buổi",
            "value": 1,
            "base": None,
            "adds": "sum",
            "source": "counted",
            "rows": 1,
            "edition": None,
            "implied": False,
            "note": held["note"],
            "last": None,
            "change": None,
            "bound": "exact",
        }
        share = next(one for one in found["figures"] if one["key"] == "meetings.attendance")
        assert share["value"] == pytest.approx(100 * share["part"] / share["whole"])

    def test_act_in_the_duty_that_sees_the_organisation(self, world, asked):
        for code in (world.commune.code, world.cell.code):
            assert asked(code, "--period", "2026", "--as", world.both, "--json")[0] == 0
        _, places, _ = asked("--places", "--as", world.both, "--json")
        assert places[0] == {
            "code": world.commune.code,
            "name": world.commune.name,
            "kind": "base",
        }
        assert {one["kind"] for one in places[1:]} == {"cell"}

    def test_print_rows_and_units(self, world, asked):
        base = (world.commune.code, "--period", "2026-12", "--as", world.both, "--json")
        _, found, _ = asked(*base, "--rows", "meetings.held")
        assert [row["code"] for row in found["rows"]] == [world.cell.code]
        _, found, _ = asked(*base, "--units", "meetings.attendance", "--digits", "1")
        assert found["units"][0]["code"] == world.cell.code
        assert {"value", "part", "whole"} <= set(found["units"][0])
        assert found["value"] == found["units"][0]["value"] or found["value"] is not None

    def test_of_a_time_to_come_are_null(self, world, asked):
        code, found, _ = asked(world.commune.code, "--period", "2030", "--as", world.both, "--json")
        assert code == 0
        assert {one["value"] for one in found["figures"]} == {None}

    def test_are_words_without_json(self, world, capsys):
        with clock.at(NOW):
            assert (
                run(["figures", world.commune.code, "--period", "2026-12", "--as", world.both]) == 0
            )
        assert "Chi bộ: " in capsys.readouterr().out


class TestRefusals:
    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            (("KHONG-CO", "--period", "2026-12"), "Không có tổ chức mã «KHONG-CO»"),
            (("{commune}", "--period", "2026-13"), "không phải là một kỳ"),
            (("{commune}", "--period", "2026", "--rows", "a.b"), "Không có số liệu mã «a.b»"),
            (("{cell}", "--period", "2026", "--units", "meetings.held"), "cấp dưới"),
            (("{commune}",), "--period"),
            (("{commune}", "--period", "2026", "--units", "meetings.held", "--over", "x"), "số"),
        ],
    )
    def test_say_what_was_not_understood(self, world, asked, arguments, sentence):
        names = {"{commune}": world.commune.code, "{cell}": world.cell.code}
        code, found, said = asked(*(names.get(one, one) for one in arguments), "--as", world.both)
        assert (code, found) == (MISUSED, None)
        assert sentence in said

    def test_name_a_log_in_that_is_none(self, world, asked):
        code, _, said = asked(world.commune.code, "--period", "2026", "--as", "khong.co")
        assert code == MISUSED
        assert "khong.co" in said

    def test_are_for_who_may_see_no_figures(self, world, asked):
        for what in ((world.cell.code, "--period", "2026"), ("--places",)):
            code, found, said = asked(*what, "--as", world.member)
            assert (code, found) == (REFUSED, None)
            assert "không được xem số liệu" in said

    def test_keep_a_secretary_to_the_own_cell(self, world, asked):
        code, _, said = asked(world.commune.code, "--period", "2026", "--as", world.secretary)
        assert code == MISUSED
        assert world.commune.code in said


class TestList:
    def test_needs_neither_log_in_nor_database(self):
        answer = nenep(
            "figures", "--list", "--json", DATABASE_URL="postgresql://nobody:x@127.0.0.1:1/none"
        )
        assert answer.returncode == 0, answer.stderr
        keys = json.loads(answer.stdout)
        assert keys == [figure.key for figure in FIGURES]
        assert len(keys) >= 25
