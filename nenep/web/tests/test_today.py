"""«Hôm nay»: what waits in every duty, what comes, one's unit in figures, what is new."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nenep.access.scope import scope
from nenep.accounts import actions as accounts
from nenep.core import clock
from nenep.meetings.notice.actions import answer_notice, give_notice
from nenep.meetings.occasions import MEETING
from nenep.meetings.tests.builders import (
    PASSWORD,
    a_cast,
    a_meeting,
    a_noticed_meeting,
    a_plan,
    a_promise,
    a_signed_meeting,
    an_ended_meeting,
    an_open_meeting,
    judge_all,
    sign_as,
)
from nenep.meetings.tests.visitors import a_browser, a_visitor, text_of
from nenep.members.tests.builders import a_charge, a_member, a_post, acting, duties_of
from nenep.notices.actions import tell
from nenep.organisations.tests.builders import (
    EVERYTHING,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    building,
)
from nenep.tasks.actions import report_for_unit, report_on_task
from nenep.tasks.tests.builders import an_assigned_task, body_of

pytestmark = pytest.mark.django_db

POSTS = "/nhiem-vu/"
# At most, of somebody with three duties.
MOST_STATEMENTS = 50


def panel(visitor, name, *, at=NOW):
    """One part of somebody's page, as text with its tags."""
    with clock.at(at):
        page = text_of(visitor.get("/"))
    found = re.search(rf'<section[^>]*id="{name}".*?</section>', page)
    assert found, page
    return found[0]


def titles(part):
    """What a part lists, in its order."""
    return re.findall(r'class="n-row-title">(.*?)</(?:p|span)>', part)


def press(visitor, part, action, *, at=NOW):
    """Press the button whose words begin so, and return the page it leads to."""
    link = re.search(rf'<a class="btn[^"]*" href="([^"]+)" aria-label="{action}', part)
    with clock.at(at):
        if link:
            return visitor.get(link[1], follow=True)
        form = re.search(
            rf'name="tiep" value="([^"]+)" /> <button type="submit" class="btn[^"]*" name="code" '
            rf'value="([^"]+)" aria-label="{action}',
            part,
        )
        assert form, part
        return visitor.post(POSTS, {"tiep": form[1], "code": form[2]}, follow=True)


class TestWaiting:
    def test_of_a_secretary_begins_with_tonights_meeting(self):
        cast = a_cast()
        a_meeting(cast, planned_at=NOW)
        secretary = a_visitor(cast.secretary)

        part = panel(secretary, "cho")

        assert titles(part)[0].startswith("Hôm nay họp lúc 19 giờ 30")
        assert part.count("n-button-primary") == 1
        assert press(secretary, part, "Bắt đầu họp").status_code == 200

    def test_names_the_next_meeting_to_prepare_until_its_notice_is_out(self):
        cast = a_cast()
        meeting = a_meeting(cast, planned_at=NOW + timedelta(days=20))
        secretary = a_visitor(cast.secretary)

        part = panel(secretary, "cho")
        assert titles(part) == ["Sinh hoạt thường kỳ tháng 12/2026: chuẩn bị, gửi thông báo"]
        assert "Chuẩn bị buổi họp" in text_of(press(secretary, part, "Chuẩn bị"))

        with scope(cast.secretary_actor):
            give_notice(meeting_id=meeting.pk, actor=cast.secretary_actor, at=NOW)
        assert "Không có việc nào đang chờ đồng chí" in panel(secretary, "cho")

    def test_is_there_from_another_duty_and_opens_in_it(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        a_meeting(cast, planned_at=NOW)
        at_home = next(iter(_codes(cast.secretary, "member")))
        secretary = a_visitor(cast.secretary)
        secretary.post(POSTS, {"code": at_home})

        part = panel(secretary, "cho")
        assert "nhiệm vụ Bí thư" in part
        opened = press(secretary, part, "Bắt đầu họp")

        assert opened.status_code == 200
        assert opened.request["PATH_INFO"].endswith("/phong/")

    def test_of_a_deputy_with_a_cell_who_chairs_and_oversees_needs_no_switching(self):
        commune = a_commune()
        home = a_cast(a_cell(commune, "Chi bộ Cơ quan"))
        looked_after = a_cast(a_cell(commune, "Chi bộ Thẳm Mây"))
        deputy = home.secretary
        a_post("standing_deputy", commune, deputy)
        a_charge(looked_after.cell, deputy, confirms_scores=True)
        a_meeting(home, planned_at=NOW)
        judge_all(an_open_meeting(looked_after), looked_after.secretary_actor)
        body = body_of(commune, "committee")
        a_plan(home, body_id=body.pk, actor=EVERYTHING, planned_at=NOW + timedelta(days=9))
        visitor = a_visitor(deputy)
        later = NOW + timedelta(hours=1)

        part = panel(visitor, "cho", at=later)

        assert titles(part)[0].startswith("Hôm nay họp lúc 19 giờ 30")
        assert part.count("nhiệm vụ ") >= 2
        for action, leads_to in (
            ("Bắt đầu họp", "/phong/"),
            ("Chuẩn bị", "/chuan-bi/"),
            ("Xem điểm", "/hop/"),
        ):
            opened = press(visitor, panel(visitor, "cho", at=later), action, at=later)
            assert opened.status_code == 200, action
            assert leads_to in opened.request["PATH_INFO"]

    def test_asks_who_was_told_whether_they_come_and_not_who_runs_it(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast, planned_at=NOW + timedelta(days=3))
        member = cast.members[0]
        asked = a_visitor(member)

        assert titles(panel(asked, "cho")) == [
            "Sinh hoạt thường kỳ tháng 12/2026: đồng chí dự được không?"
        ]
        assert "dự được không" not in panel(a_visitor(cast.secretary), "cho")

        actor = acting(member, next(iter(_codes(member, "member"))))
        with scope(actor):
            answer_notice(meeting_id=meeting.pk, coming=True, reason="", actor=actor, at=NOW)
        assert titles(panel(asked, "cho")) == []

    def test_asks_for_ones_own_signature_and_then_shows_that_the_other_is_missing(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        secretary, other = a_visitor(cast.secretary), a_visitor(cast.minute_taker)
        later = NOW + timedelta(hours=3)

        assert "ký biên bản" in panel(secretary, "cho", at=later)
        assert "ký biên bản" in panel(other, "cho", at=later)

        sign_as(meeting, cast.secretary_actor, later)
        assert "biên bản chờ chữ ký của người kia" in panel(secretary, "cho", at=later)
        part = panel(other, "cho", at=later)
        assert press(other, part, "Xem lại và ký", at=later).status_code == 200

    def test_asks_the_overseer_to_confirm_a_score_that_is_judged(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        overseer = a_member(a_cell(commune, "Chi bộ Cơ quan"))
        a_charge(cast.cell, overseer, confirms_scores=True)
        meeting = an_open_meeting(cast)
        visitor = a_visitor(overseer)
        later = NOW + timedelta(hours=1)

        assert "xác nhận điểm" not in panel(visitor, "cho", at=later)
        judge_all(meeting, cast.secretary_actor)
        assert "xác nhận điểm" in panel(visitor, "cho", at=later)

    def test_of_tasks_are_ones_own_that_are_due_until_they_are_reported(self):
        cast = a_cast()
        task = a_promise(cast, "Thăm hộ nghèo", due_in=3)
        holder = a_visitor(cast.members[0])

        assert titles(panel(holder, "cho")) == ["Thăm hộ nghèo"]
        assert "quá hạn" in panel(holder, "cho", at=NOW + timedelta(days=5))

        actor = acting(cast.members[0], next(iter(_codes(cast.members[0], "member"))))
        with scope(actor):
            report_on_task(task_id=task.pk, finished=True, words="Xong", actor=actor, at=NOW)
        assert titles(panel(holder, "cho")) == []
        assert titles(panel(a_visitor(cast.secretary), "cho")) == [
            "Thăm hộ nghèo: báo xong, chờ xác nhận"
        ]

    def test_of_a_unit_are_what_a_committee_gave_it(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        office = _office_of(commune)
        giver = acting(office, next(iter(_codes(office, "commune_office"))))
        task = an_assigned_task(giver, cast.cell, due_on=TODAY + timedelta(days=2))
        secretary = a_visitor(cast.secretary)

        part = panel(secretary, "cho")
        assert titles(part) == ["Rà soát hộ nghèo"]
        assert "Rà soát hộ nghèo" in text_of(press(secretary, part, "Báo tình trạng"))

        holder = cast.secretary_actor
        with scope(holder):
            report_for_unit(task_id=task.pk, finished=True, words="Xong", actor=holder, at=NOW)
        assert titles(panel(a_visitor(office), "cho")) == [
            "Rà soát hộ nghèo: báo xong, chờ xác nhận"
        ]

    def test_of_a_committee_names_how_many_cells_are_late(self):
        commune = a_commune()
        cells = [a_cast(a_cell(commune)) for _ in range(2)]
        for cast in cells:
            a_meeting(cast, planned_at=NOW - timedelta(days=1))
        office = a_visitor(_office_of(commune))

        part = panel(office, "cho")
        assert titles(part) == ["Tháng 12/2026: 2 chi bộ quá ngày chưa họp, hoặc họp xong chưa ký"]
        assert "Quá ngày, chưa họp" in text_of(press(office, part, "Nhắc"))

    def test_is_seven_at_most_the_most_urgent_first_and_says_how_many_more(self):
        cast = a_cast()
        for days in range(9):
            a_promise(cast, f"Việc {days}", due_in=6 - days)

        part = panel(a_visitor(cast.members[0]), "cho")

        assert titles(part) == [f"Việc {days}" for days in range(8, 1, -1)]
        assert "Còn" in part

    def test_of_others_is_not_there(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune, "Chi bộ Thẳm Mây"))
        a_meeting(cast, planned_at=NOW)
        a_promise(cast, "Thăm hộ nghèo")
        neighbour = a_cast(a_cell(commune))

        for person in (neighbour.secretary, neighbour.members[0]):
            with clock.at(NOW):
                page = text_of(a_visitor(person).get("/"))
            assert cast.cell.name not in page
            assert "Thăm hộ nghèo" not in page

    def test_of_nobody_says_kindly_what_comes_next(self):
        cast = a_cast()
        visitor = a_visitor(cast.members[0])
        assert "Khi có buổi họp để chuẩn bị" in panel(visitor, "cho")
        a_meeting(cast, planned_at=NOW + timedelta(days=5))
        assert "Việc gần nhất: Sinh hoạt thường kỳ tháng 12/2026" in panel(visitor, "cho")


class TestComing:
    def test_is_fourteen_days_in_order(self):
        cast = a_cast()
        a_promise(cast, "Thăm hộ nghèo", due_in=9)
        a_meeting(cast, planned_at=NOW + timedelta(days=14))
        a_meeting(cast, month=date(2027, 1, 1), planned_at=NOW + timedelta(days=15))

        assert titles(panel(a_visitor(cast.members[0]), "sap-toi")) == [
            "Hạn: Thăm hộ nghèo",
            "Sinh hoạt thường kỳ tháng 12/2026",
        ]

    def test_of_many_cells_is_told_by_day(self):
        commune = a_commune()
        for _ in range(9):
            a_meeting(a_cast(a_cell(commune), others=0), planned_at=NOW + timedelta(days=1))

        part = panel(a_visitor(_office_of(commune)), "sap-toi")

        assert titles(part) == ["9 buổi họp trong phạm vi của đồng chí"]
        assert 'href="/lich/2026/12/"' in part

    def test_of_nothing_says_so(self):
        assert "14 ngày tới chưa có gì" in panel(a_visitor(a_cast().members[0]), "sap-toi")


class TestUnit:
    def test_of_a_secretary_is_five_figures_with_last_month_beside_them(self):
        cast = a_cast()
        a_signed_meeting(cast, month=date(2026, 11, 1), planned_at=NOW - timedelta(days=29))

        part = panel(a_visitor(cast.secretary), "don-vi")

        assert part.count('class="n-figure"') == 5
        assert part.count("tháng 11: ") == 5
        assert "tháng 11: 100 %" in part
        assert 'class="n-figure-value">chưa có<' in part

    def test_of_a_member_is_what_a_member_may_know(self):
        cast = a_cast()
        a_signed_meeting(cast, month=date(2026, 11, 1), planned_at=NOW - timedelta(days=29))
        part = panel(a_visitor(cast.members[0]), "don-vi")
        assert part.count('class="n-figure"') == 3
        assert "tháng 11: 1" in part

    def test_of_an_overseer_of_several_cells_is_all_of_them(self):
        commune = a_commune()
        overseer = a_member(a_cell(commune, "Chi bộ Cơ quan"))
        for _ in range(2):
            cast = a_cast(a_cell(commune))
            a_charge(cast.cell, overseer)
            a_meeting(cast, planned_at=NOW + timedelta(days=2))
        a_meeting(a_cast(a_cell(commune)), planned_at=NOW + timedelta(days=2))

        part = panel(a_visitor(overseer), "don-vi")

        assert "Các chi bộ đồng chí phụ trách" in part
        assert 'class="n-figure-value">0/2<' in part


class TestFrame:
    PARTS = ("Đang chờ đồng chí", "Sắp tới", "Mới")

    def test_is_the_administrators_too_with_what_comes_next(self):
        code = accounts.create_administrator(login="quantri", at=NOW)
        accounts.use_slip(code=code, password=PASSWORD, at=NOW)
        browser = a_browser()
        browser.post("/dang-nhap/", {"name": "quantri", "password": PASSWORD})

        page = text_of(browser.get("/"))

        assert [part for part in self.PARTS if f"<h2>{part}</h2>" not in page] == []
        assert "Nhiệm vụ này không gắn với đơn vị nào" in page
        assert 'href="/cai-dat/"' in panel(browser, "cho")

    def test_names_the_four_parts_for_everybody(self):
        cast = a_cast()
        for person in (cast.secretary, cast.members[0]):
            with clock.at(NOW):
                page = text_of(a_visitor(person).get("/"))
            assert [part for part in self.PARTS if f"<h2>{part}</h2>" not in page] == []
            assert 'id="don-vi"' in page


class TestNew:
    def test_is_what_one_has_not_opened(self):
        cast = a_cast()
        _tell(cast, cast.members[0], a_noticed_meeting(cast, planned_at=NOW + timedelta(days=3)))
        member = a_visitor(cast.members[0])

        part = panel(member, "moi")
        assert len(titles(part)) == 1
        address = re.search(r'href="(/thong-bao/[^"]+/)"', part)[1]
        assert member.get(address, follow=True).status_code == 200
        assert "Không có gì mới" in panel(member, "moi")

    def test_opens_in_the_duty_that_reaches_it(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        overseer = a_member(a_cell(commune, "Chi bộ Cơ quan"))
        a_charge(cast.cell, overseer)
        _tell(cast, overseer, a_noticed_meeting(cast, planned_at=NOW + timedelta(days=3)))
        visitor = a_visitor(overseer)
        visitor.post(POSTS, {"code": next(iter(_codes(overseer, "member")))})

        part = panel(visitor, "moi")
        address, code = re.search(
            r'name="tiep" value="([^"]+)" /> <button class="n-row" type="submit" name="code" '
            r'value="([^"]+)"',
            part,
        ).groups()
        opened = visitor.post(POSTS, {"tiep": address, "code": code}, follow=True)

        assert code == "charges"
        assert opened.status_code == 200
        assert opened.request["PATH_INFO"].startswith("/hop/")


class TestQueries:
    def test_are_few_and_do_not_grow_with_what_is_listed(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        other = a_cast(a_cell(commune))
        a_charge(other.cell, cast.secretary)
        secretary = a_visitor(cast.secretary)
        counted = [self._asked(secretary)]
        for days in range(12):
            a_promise(cast, f"Việc {days}", due_in=days)
            a_promise(other, f"Việc {days}")
        a_meeting(other, planned_at=NOW - timedelta(days=1))
        counted.append(self._asked(secretary))

        assert counted[1] <= counted[0] + 2
        assert counted[1] <= MOST_STATEMENTS

    def test_of_the_shell_are_none(self):
        secretary = a_visitor(a_cast().secretary)
        with CaptureQueriesContext(connection) as found:
            secretary.get("/cai-dat/")
        asked = [one["sql"] for one in found if "SELECT" in one["sql"]]
        assert len(asked) <= 4, asked

    def _asked(self, visitor):
        with clock.at(NOW), CaptureQueriesContext(connection) as found:
            assert visitor.get("/").status_code == 200
        return len([one for one in found if not one["sql"].startswith(("SET", "SAVE", "RELEASE"))])


def _codes(member, role):
    return [duty.code for duty in duties_of(member) if duty.role_code == role]


def _office_of(commune):
    office = a_member(a_cell(commune, "Chi bộ Văn phòng", sector="agency"))
    a_post("office", commune, office)
    return office


def _tell(cast, member, meeting):
    with building():
        tell(
            organisation=cast.cell,
            member_ids=[member.pk],
            occasion=MEETING,
            about=f"meeting {meeting.pk}",
            subject="Sinh hoạt thường kỳ",
            text="Địa điểm: Nhà văn hóa.",
            link=f"/hop/{meeting.pk}/",
            actor=EVERYTHING,
            at=NOW,
        )
