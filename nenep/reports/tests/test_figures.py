"""The figures: parts make wholes, rows answer for values, and who may read what."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nenep.access.scope import scope
from nenep.core import clock
from nenep.figures.adding import total_of
from nenep.figures.figure import Adds
from nenep.figures.periods import parse
from nenep.figures.ranking import Convention
from nenep.meetings.tests.builders import a_cast, a_signed_meeting
from nenep.meetings.tests.one_of_each import EVENING, Commune
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.members import counting
from nenep.members.models import PersonalData
from nenep.members.tests.builders import (
    a_commune_leader_of,
    a_member,
    a_post,
    a_province_officer_of,
    a_secretary_of,
    also,
    an_overseer_of,
)
from nenep.organisations import actions
from nenep.organisations.models import Organisation
from nenep.organisations.standing import WhoseTree
from nenep.organisations.tests.builders import (
    EVERYTHING,
    a_cell,
    a_commune,
    a_province,
    building,
)
from nenep.reports import figures
from nenep.reports.month import month_of_cells
from nenep.tasks.permissions import TaskPermission

pytestmark = pytest.mark.django_db

PERIODS = ("2026-12", "2026-Q4", "2026-12-01..2026-12-04")
STATEMENTS = 70


class Province:
    """The commune of all states, one with school cells, and an office of the province."""

    def __init__(self) -> None:
        self.busy = Commune()
        self.commune = self.busy.commune
        self.province = self.busy.province
        self.idle = a_commune(self.province, "Đảng bộ xã Nậm Cang")
        self.school = a_cell(self.idle, "Chi bộ Trường", sector="school")
        for state in ("official", "official", "probationary", "exempt"):
            a_member(self.school, state=state)
        self.leader = self.busy.leader
        self.officer = a_province_officer_of(self.province)


@pytest.fixture(scope="class")
def world(built_once):
    """A province, built once."""
    return built_once(Province)


def answer(actor, top, period="2026-12", **more):
    with scope(actor):
        return figures.answer(actor=actor, top=top, period=parse(period), now=EVENING, **more)


def by_key(found):
    """The values of an answer by key and by."""
    return {(one.line.figure.key, one.line.by): one.line for one in found.figures}


def value(actor, top, key, period="2026-12", **by):
    return by_key(answer(actor, top, period))[key, tuple(by.items())].value


def told(parts):
    """Of posts those units in which some were written down: the others are not counted as none."""
    counts_posts = [
        one
        for one in parts
        if one.figure.key.startswith("posts.") and one.figure.adds is not Adds.RATIO
    ]
    return [one for one in counts_posts if one.value is not None] or parts


class TestParts:
    @pytest.mark.parametrize(
        ("period", "tree"),
        [*((one, WhoseTree.THEN) for one in PERIODS), ("2026-12", WhoseTree.NOW)],
    )
    def test_of_cells_make_the_commune(self, world, period, tree):
        whole = by_key(answer(world.leader, world.commune, period, tree=tree))
        with building():
            cells = list(
                Organisation.objects.filter(
                    kind="cell", scope_key__startswith=world.commune.scope_key
                )
            )
        parts = [by_key(answer(world.leader, cell, period, tree=tree)) for cell in cells]

        for (key, by), line in whole.items():
            of_cells = [part[key, by] for part in parts if (key, by) in part]
            if "cell" in (line.figure.kinds or {"cell"}) and "cluster" not in dict(by):
                if key == "members.women":
                    # Small groups have none; see TestWomen.
                    continue
                if key.startswith("posts.") and ("kind", "cell") not in by:
                    # The commune's own posts are in no cell.
                    continue
                assert total_of(told(of_cells)) == line.value, (key, by)
                assert sum(one.rows for one in of_cells) == line.rows

    @pytest.mark.parametrize("period", PERIODS)
    def test_of_communes_make_the_province(self, world, period):
        whole = by_key(answer(world.officer, world.province, period))
        with building():
            communes = list(Organisation.objects.filter(kind="base"))
        parts = [by_key(answer(world.officer, one, period)) for one in communes]

        for (key, by), line in whole.items():
            of_communes = [part[key, by] for part in parts if (key, by) in part]
            if key.startswith("committee_") or "cluster" in dict(by) or key == "members.women":
                continue
            if ("kind", "province") in by:
                # Its own organisation is in no commune.
                continue
            assert total_of(told(of_communes)) == line.value, (key, by)

    def test_of_months_make_quarter_and_year(self, world):
        def of(period):
            return by_key(answer(world.leader, world.commune, period))

        months = {number: of(f"2026-{number:02}") for number in range(1, 13)}
        for period, numbers in (("2026-Q4", (10, 11, 12)), ("2026", range(1, 13))):
            whole = of(period)
            for (key, by), line in whole.items():
                parts = [months[number].get((key, by)) for number in numbers]
                known = [one for one in parts if one and one.value is not None]
                if line.figure.adds is Adds.LAST:
                    assert parts[-1].value == line.value, (key, by)
                elif line.figure.adds is Adds.FIRST:
                    assert parts[0].value == line.value, (key, by)
                elif known:
                    assert total_of(known) == line.value, (key, by)

    def test_of_each_choice_of_dimensions_make_the_total(self, world):
        found = answer(world.officer, world.province)
        for total in found.totals():
            figure = total.line.figure
            if figure.adds is Adds.RATIO or figure.key == "members.women":
                continue
            for dimension in figure.by:
                parts = [
                    one.line
                    for one in found.figures
                    if one.line.figure is figure
                    and [code for code, _ in one.line.by] == [dimension.code]
                ]
                assert total_of(told(parts)) == total.line.value, (figure.key, dimension.code)


class TestRows:
    @pytest.mark.parametrize("period", ["2026-12", "2026-Q4", "2026-12-01..2026-12-04", "2027-01"])
    @pytest.mark.parametrize("who", ["leader", "officer"])
    def test_answer_for_the_value(self, world, period, who):
        actor = getattr(world, who)
        top = world.commune if who == "leader" else world.province
        for one in answer(actor, top, period).totals():
            key, line = one.line.figure.key, one.line
            with scope(actor):
                rows = figures.rows(
                    actor=actor, top=top, period=parse(period), now=EVENING, key=key
                )
            assert len(rows) == line.rows, key
            if line.figure.adds is Adds.RATIO:
                assert sum(Fraction(row["part"]) for row in rows) == (line.part or 0), key
                assert sum(Fraction(row["whole"]) for row in rows) == (line.whole or 0), key
            elif key != "members.women":
                assert sum(Fraction(row["value"]) for row in rows) == (line.value or 0), key

    def test_name_members_only_to_who_may_see_names(self, world):
        def rows(actor):
            with scope(actor):
                return figures.rows(
                    actor=actor,
                    top=world.idle,
                    period=parse("2026-12"),
                    now=EVENING,
                    key="members.total",
                )

        with building():
            leader = a_commune_leader_of(world.idle)
        assert {row["cell"] for row in rows(leader)} >= {"Chi bộ Trường"}
        assert all("cell" not in row for row in rows(world.officer))
        assert sum(row["value"] for row in rows(world.officer)) == len(rows(leader))


class TestValues:
    def test_count_members_by_state_kind_and_sector(self, world):
        def of(key, **by):
            return value(world.officer, world.school, key, **by)

        assert (of("members.total"), of("members.official")) == (4, 2)
        assert (of("members.probationary"), of("members.exempt")) == (1, 1)
        assert of("members.total", kind="base", sector="school") == 4
        assert of("members.total", kind="base", sector="village") == 0
        assert of("organisations.without_committee", sector="school") == 1

    def test_are_those_of_the_month_of_cells(self, world):
        with scope(world.leader):
            sums = month_of_cells(actor=world.leader, month=date(2026, 12, 1), now=EVENING).sums
        found = by_key(answer(world.leader, world.commune))

        def of(key):
            return found[f"meetings.{key}", ()]

        assert of("held").value == sums.held
        assert (of("attendance").part, of("attendance").whole) == (sums.present, sums.counted)
        assert of("minutes_in_time").part == sums.in_time
        assert of("thematic").value == sums.thematic
        assert (of("score_mean").part, of("score_mean").whole) == (sums.points, sums.scored)
        assert (of("not_held").value, of("noticed").value) == (sums.not_held, sums.noticed)

    def test_of_the_future_and_before_anything_was_kept_are_unknown(self, world):
        for period in ("2027-02", "2018"):
            found = answer(world.leader, world.commune, period)
            assert {one.line.value for one in found.figures} == {None}
            assert found.figures
        assert value(world.leader, world.commune, "meetings.held", "2021-05") is None
        assert value(world.leader, world.commune, "organisations.cells", "2021-05") is not None

    def test_stand_beside_those_of_the_year_before(self, world):
        found = {one.line.figure.key: one for one in answer(world.leader, world.commune).totals()}
        assert found["organisations.cells"].change == 0
        assert found["meetings.held"].last.value is None
        assert found["meetings.held"].change is None

    def test_of_promises_are_unknown_to_who_may_not_see_them(self, world):
        assert value(world.officer, world.commune, "promises.given") is None
        seeing = also(
            world.officer, permissions=world.officer.permissions | {TaskPermission.TASK_VIEW}
        )
        assert value(seeing, world.commune, "promises.given") == value(
            world.leader, world.commune, "promises.given"
        )
        assert value(seeing, world.commune, "promises.open") == 2
        assert value(seeing, world.commune, "promises.overdue") == 1

    def test_of_closed_lists_are_all_there(self, world):
        found = by_key(answer(world.leader, world.commune))
        assert found["meetings.held", (("level", "weak"),)].value == 0
        assert found["organisations.base", (("type", "committee"),)].value == 1
        assert ("organisations.cells", (("kind", "other_base"), ("sector", "health"))) in found


class TestUnits:
    def test_stand_in_order_with_part_and_whole(self, world):
        with scope(world.leader):
            found = figures.ranking(
                actor=world.leader,
                top=world.commune,
                period=parse("2026-12"),
                now=EVENING,
                key="meetings.attendance",
                convention=Convention(digits=1),
            )
        values = [one.value for one in found.units if one.value is not None]
        assert values == sorted(values, reverse=True)
        assert sum(one.line.part or 0 for one in found.units) == found.whole.line.part
        assert sum(one.line.whole or 0 for one in found.units) == found.whole.line.whole
        assert [one.rank for one in found.units][-1] is None

    def test_are_refused_where_nothing_stands_below(self, world):
        with scope(world.leader), pytest.raises(figures.UnknownFigure, match="cấp dưới"):
            figures.ranking(
                actor=world.leader,
                top=world.busy.signed,
                period=parse("2026-12"),
                now=EVENING,
                key="meetings.held",
                convention=Convention(),
            )


class TestReach:
    def test_of_a_secretary_is_the_cell(self, world):
        with building():
            secretary = a_secretary_of(world.school)
        with scope(secretary):
            seen = figures.places(secretary, today=EVENING.date())
        assert [one.code for one in seen] == [world.school.code]
        assert value(secretary, world.school, "members.total") == 5

    def test_of_an_overseer_are_the_cells_looked_after(self, world):
        with building():
            overseer = an_overseer_of(world.school, world.busy.signed)
        with scope(overseer):
            codes = {one.code for one in figures.places(overseer, today=EVENING.date())}
            assert figures.place_of(overseer, world.commune.code) is None
        assert codes == {world.school.code, world.busy.signed.code}

    def test_shows_the_highest_first(self, world):
        with scope(world.officer):
            seen = figures.places(world.officer, today=EVENING.date())
        assert seen[0] == world.province
        assert seen[-1].kind == "cell"


class TestStatements:
    @pytest.mark.parametrize("period", ["2026-12", "2026"])
    def test_are_as_many_for_many_units_as_for_few(self, world, period):
        def asked():
            with CaptureQueriesContext(connection) as found:
                answer(world.officer, world.province, period)
            return len(found)

        few = asked()
        with building():
            for number in range(15):
                a_cell(a_commune(world.province, f"Đảng bộ xã thứ {number:02}"))
        assert asked() == few <= STATEMENTS


class TestDays:
    def test_take_meetings_by_their_day(self, world):
        december = value(world.leader, world.commune, "meetings.held")
        assert value(world.leader, world.commune, "meetings.held", "2026-12-01..2026-12-05") == (
            december
        )
        assert value(world.leader, world.commune, "meetings.held", "2026-11-01..2026-12-02") == 0


class TestWomen:
    def women(self, world, states, sexes):
        """The women of a cell of its own, as the province sees them."""
        cell = a_cell(world.idle, "Chi bộ Y tế", sector="health")
        for state, sex in zip(states, sexes, strict=True):
            member = a_member(cell, state=state)
            with building(EVERYTHING.with_personal_view()):
                PersonalData.objects.filter(member=member).update(sex=sex)
        return value(world.officer, cell, "members.women")

    def test_are_counted_where_nobody_is_named(self, world):
        states = ["official", "official", "probationary", "left"]
        assert self.women(world, states, ["female", "male", "female", "female"]) == 2

    def test_of_fewer_than_three_are_not_told(self, world):
        assert self.women(world, ["official"] * 2, ["female", "male"]) is None

    def test_of_whom_nothing_was_entered_are_unknown(self, world):
        assert self.women(world, ["official"] * 3, [""] * 3) is None

    def test_have_rows_without_names(self, world):
        with scope(world.leader):
            rows = figures.rows(
                actor=world.leader,
                top=world.commune,
                period=parse("2026-12"),
                now=EVENING,
                key="members.women",
            )
        assert {row["name"][:7] for row in rows} == {"Chi bộ "}

    def test_of_cells_out_of_reach_are_not_counted(self, world):
        with building():
            secretary = a_secretary_of(world.school)
            elsewhere = Organisation.objects.filter(kind="cell").exclude(pk=world.school.pk)
            cells = list(elsewhere.values_list("pk", flat=True))
        with scope(secretary):
            assert counting.women({1: cells}, EVENING.date()) == {}
            assert counting.counts(cells, EVENING.date()) == {}
            assert counting.names(cells, EVENING.date()) == []


class TestPage:
    @pytest.fixture
    def browser(self, world):
        with building():
            member = a_member(a_cell(world.commune, "Chi bộ Văn phòng"))
            a_post("deputy", world.commune, member)
            a_post("officer", world.province, a_member(world.school))
        return a_visitor(member)

    @pytest.fixture
    def page(self, world, browser):
        def shown(**query):
            with clock.at(EVENING):
                return browser.get("/so-lieu/", {"don-vi": world.commune.code} | query)

        return shown

    def test_shows_the_figures_of_a_month_beside_last_year(self, world, page):
        answer = page(ky="2026-12")
        text = text_of(answer)
        assert answer.status_code == 200
        assert "Cùng kỳ năm trước" in text
        assert "Tỷ lệ dự họp" in text
        assert f"mo={'meetings.held'}" in text

    def test_opens_each_figure(self, world, page):
        one_of_each_source = {figure.source.name: figure for figure in figures.FIGURES}
        for figure in one_of_each_source.values():
            answer = page(ky="2026-12", mo=figure.key)
            assert answer.status_code == 200, figure.key
            assert figure.title in text_of(answer)

    def test_puts_units_in_order_and_prints_the_convention(self, page):
        text = text_of(page(ky="2026-12", xep="meetings.attendance", muc="từ 90"))
        assert "từ 90 trở lên (≥)" in text
        assert "làm tròn đến 1 chữ số" in text

    def test_refuses_beside_the_field_what_it_does_not_understand(self, page):
        for query, sentence in (
            ({"ky": "2026-13"}, "không phải là một kỳ"),
            ({"ky": "2026-12", "don-vi": "KHONG-CO"}, "Không có đơn vị mã «KHONG-CO»"),
            ({"ky": "2026-12", "xep": "meetings.held", "muc": "nhiều"}, "không phải là số"),
        ):
            answer = page(**query)
            assert answer.status_code == 422
            assert sentence in text_of(answer)
        assert page(ky="2026-12", mo="khong.co").status_code == 404

    def test_takes_a_period_as_people_write_it(self, page):
        assert "quý IV/2026" in text_of(page(ky="quý IV/2026"))

    def test_is_closed_to_who_sees_no_figures(self, world):
        with building():
            member = a_member(world.school)
        stranger = a_visitor(member)
        assert stranger.get("/so-lieu/").status_code == 404
        assert "so-lieu" not in text_of(stranger.get("/"))

    def test_stands_in_the_menu_of_who_does(self, page):
        assert 'href="/so-lieu/"' in text_of(page(ky="2026-12", mo="meetings.held"))


class TestMoves:
    def test_leave_months_that_have_passed_where_they_were(self):
        province = a_province()
        old, new = a_commune(province, "Đảng bộ xã Cũ"), a_commune(province, "Đảng bộ xã Mới")
        cell = a_cell(old, "Chi bộ Chuyển")
        a_signed_meeting(a_cast(cell))
        a_cell(new, "Chi bộ Sẵn Có")
        officer = a_province_officer_of(province)
        later = EVENING + timedelta(days=60)
        with building():
            actions.move(
                organisation_id=cell.pk,
                to_id=new.pk,
                on=date(2027, 1, 5),
                actor=EVERYTHING,
                at=later,
            )

        def of(top, key, period, tree=WhoseTree.THEN):
            with scope(officer):
                found = figures.answer(
                    actor=officer, top=top, period=parse(period), now=later, tree=tree
                )
            return by_key(found)[key, ()].value

        for key, then, now in (("meetings.held", 1, 0), ("organisations.cells", 1, 0)):
            assert of(old, key, "2026-12") == then
            assert of(old, key, "2026-12", WhoseTree.NOW) == now
            assert of(new, key, "2026-12", WhoseTree.NOW) - of(new, key, "2026-12") == 1
            assert of(province, key, "2026-12") == of(province, key, "2026-12", WhoseTree.NOW)
        assert of(old, "organisations.cells", "2027-01") == 0
        # The sum of its months, each on its own tree.
        assert of(old, "meetings.held", "2026-12..2027-01") == 1

        with scope(officer):
            ranked = figures.ranking(
                actor=officer,
                top=province,
                period=parse("2026-12"),
                now=later,
                key="meetings.held",
                convention=Convention(),
            )
        assert {one.unit.pk: one.value for one in ranked.units}[old.pk] == 1
