"""The pages on which a committee gives tasks, and those who hold them answer."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from nenep.access.scope import scope
from nenep.accounts import sent_forms
from nenep.audit.models import Event
from nenep.core import clock
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.members.actions import end_post
from nenep.members.models import Post
from nenep.members.tests.builders import a_member, a_post, acting
from nenep.organisations.tests.builders import EVERYTHING, NOW, TODAY, a_cell, a_commune, building
from nenep.tasks.actions import report_for_unit, settle_assigned
from nenep.tasks.models import Task
from nenep.tasks.tests.builders import an_assigned_task

pytestmark = pytest.mark.django_db

LIST = "/giao-viec/"


class World:
    """An office that gave a late task to a cell and one to a member of it."""

    def __init__(self) -> None:
        self.commune = a_commune()
        self.cell = a_cell(self.commune)
        self.neighbour = a_cell(self.commune, "Chi bộ Bên Sông")
        self.clerk = a_member(self.neighbour, "Tẩn A Sùng")
        self.office = acting(self.clerk, f"post:{a_post('office', self.commune, self.clerk).pk}")
        self.leader = a_member(self.neighbour, "Giàng A Páo")
        a_post(Post.Kind.COMMITTEE_MEMBER, self.commune, self.leader)
        self.secretary = a_member(self.cell, "Lò Văn Bình")
        post = a_post("secretary", self.cell, self.secretary)
        self.reporter = acting(self.secretary, f"post:{post.pk}")
        self.holder = a_member(self.cell, "Vàng Thị Chư")
        self.stranger = a_member(self.neighbour, "Lý A Dế")
        a_post("secretary", self.neighbour, self.stranger)
        with clock.at(NOW - timedelta(days=40)):
            self.late = an_assigned_task(
                self.office, self.cell, "Làm đường bản", at=NOW - timedelta(days=40),
                due_on=TODAY - timedelta(days=9), supervisor_id=self.leader.pk,
            )  # fmt: skip
        self.own = an_assigned_task(self.office, self.cell, member=self.holder)


@pytest.fixture(autouse=True)
def _now():
    with clock.at(NOW):
        yield


@pytest.fixture(scope="class")
def world(built_once):
    def build():
        with clock.at(NOW):
            return World()

    return built_once(build)


@pytest.fixture
def office(world):
    return a_visitor(world.clerk)


def typed(**changes):
    task = {
        "title": "Rà soát hộ nghèo", "holder": "don-vi", "product": "Danh sách",
        "due_on": (TODAY + timedelta(days=30)).isoformat(), "supervisor": "", "giver_body": "",
        "source_words": "",
    }  # fmt: skip
    return {sent_forms.FIELD: str(uuid4())} | task | changes


def titles(answer):
    return [task.title for task in answer.context["asked"].rows]


def now(task):
    with building():
        return Task.objects.get(pk=task.pk)


class TestList:
    def test_shows_what_was_given_and_how_it_stands(self, world, office):
        page = office.get(LIST)
        assert titles(page) == ["Làm đường bản", "Rà soát hộ nghèo"]
        assert "Quá hạn 9 ngày" in text_of(page)
        assert "Giao một việc" in text_of(page)

    @pytest.mark.parametrize(
        ("choice", "found"),
        [
            ("qua-han", ["Làm đường bản"]),
            ("dang-lam", ["Làm đường bản", "Rà soát hộ nghèo"]),
            ("da-xong", []),
            ("cho-xac-nhan", []),
            ("giao-di", ["Làm đường bản", "Rà soát hộ nghèo"]),
            ("nhan-ve", []),
        ],
    )
    def test_is_chosen_from(self, office, choice, found):
        assert titles(office.get(LIST, {"xem": choice})) == found

    def test_shows_a_cell_what_it_holds_and_offers_nothing(self, world):
        page = a_visitor(world.secretary).get(LIST, {"xem": "nhan-ve", "xep": "-han"})
        assert titles(page) == ["Rà soát hộ nghèo", "Làm đường bản"]
        assert "Giao một việc" not in text_of(page)

    def test_is_kind_when_it_is_empty(self, world):
        page = a_visitor(world.stranger).get(LIST)
        assert "Chưa có việc nào được giao" in text_of(page)
        elsewhere = a_commune(name="Đảng bộ xã Khác")
        nobody = a_member(a_cell(elsewhere), "Giàng A Lử")
        a_post("office", elsewhere, nobody)
        assert "Bấm «Giao một việc»" in text_of(a_visitor(nobody).get(LIST))

    def test_asks_as_much_for_many_as_for_few(self, world, office):
        office.get(LIST)
        with CaptureQueriesContext(connection) as few:
            office.get(LIST)
        for number in range(4):
            an_assigned_task(world.office, world.cell, f"Việc {number}")
        with CaptureQueriesContext(connection) as many:
            assert len(titles(office.get(LIST))) == 6
        assert len(many) == len(few) <= 14

    def test_is_kept_as_a_file(self, office):
        answer = office.get(f"{LIST}danh-sach.xlsx?xem=qua-han")
        lines = list(load_workbook(BytesIO(answer.content)).worksheets[0].values)
        assert lines[0][0] == "Việc được giao: quá hạn"
        assert "Giàng A Páo" in lines[2]
        assert len(lines) == 3
        with building():
            assert Event.objects.filter(code="tasks.exported").exists()
        assert office.get(f"{LIST}danh-sach.exe").status_code == 404


class TestAssign:
    def test_offers_the_units_below_and_who_can_hold_it(self, world, office):
        units = text_of(office.get("/giao-viec/moi/"))
        assert world.cell.name in units
        page = office.get(f"/giao-viec/moi/{world.cell.pk}/")
        groups = dict(page.context["form"].fields["holder"].choices)
        assert groups["Cả đơn vị"] == [("don-vi", world.cell.name)]
        assert (f"dang-vien:{world.holder.pk}", "Vàng Thị Chư") in groups["Đảng viên"]

    def test_gives_it_once_however_often_it_is_sent(self, world, office):
        address, sent = f"/giao-viec/moi/{world.cell.pk}/", typed(title="Kiểm tra giếng nước")
        answers = [office.post(address, sent) for _ in range(2)]
        assert [(one.status_code, one["Location"]) for one in answers] == [(302, LIST)] * 2
        with building():
            given = Task.objects.get(title="Kiểm tra giếng nước")
        assert given.holder_organisation_id == world.cell.pk

    def test_gives_it_to_a_member(self, world, office):
        holder = f"dang-vien:{world.holder.pk}"
        office.post(f"/giao-viec/moi/{world.cell.pk}/", typed(title="Thăm ốm", holder=holder))
        with building():
            assert Task.objects.get(title="Thăm ốm").member_id == world.holder.pk

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", ""),
            ("holder", "dang-vien:0"),
            ("holder", ""),
            ("due_on", "2020-01-01"),
            ("due_on", ""),
            ("supervisor", "7"),
            ("giver_body", "7000"),
        ],
    )
    def test_refuses_beside_the_field_and_keeps_what_was_typed(self, world, office, field, value):
        sent = typed(product="Bản đồ giếng nước", **{field: value})
        answer = office.post(f"/giao-viec/moi/{world.cell.pk}/", sent)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
        assert "Bản đồ giếng nước" in text_of(answer)

    def test_is_not_there_for_who_gives_nothing(self, world):
        for member in (world.secretary, world.holder, world.leader):
            visitor = a_visitor(member)
            for address in ("/giao-viec/moi/", f"/giao-viec/moi/{world.cell.pk}/"):
                assert visitor.get(address).status_code == 404
            assert visitor.post(f"/giao-viec/moi/{world.cell.pk}/", typed()).status_code == 403


class TestTask:
    def address(self, task, what=""):
        return f"{LIST}{task.pk}/{what}"

    def test_shows_the_giver_what_to_do(self, world, office):
        page = text_of(office.get(self.address(world.late)))
        assert "Giàng A Páo" in page
        assert "Đã xong" in page
        assert "Đang làm</button>" not in page

    def test_lets_the_unit_report_and_the_giver_settle_and_take_back(self, world, office):
        cell = a_visitor(world.secretary)
        said = {sent_forms.FIELD: str(uuid4()), "says": "finished", "words": "Xong 2 km"}
        assert cell.post(self.address(world.late, "bao/"), said).status_code == 302
        page = text_of(office.get(self.address(world.late)))
        assert "Xong 2 km" in page
        assert "chờ xác nhận" in page
        assert titles(office.get(LIST, {"xem": "cho-xac-nhan"})) == ["Làm đường bản"]

        sent = {sent_forms.FIELD: str(uuid4()), "outcome": "done", "result": "2 km"}
        assert office.post(self.address(world.late, "xac-nhan/"), sent).status_code == 302
        assert now(world.late).state == "done"
        page = text_of(office.get(self.address(world.late)))
        assert "Mở lại việc" in page
        office.post(self.address(world.late, "mo-lai/"), {sent_forms.FIELD: str(uuid4())})
        assert now(world.late).state == "open"
        again = office.post(self.address(world.late, "mo-lai/"), {sent_forms.FIELD: str(uuid4())})
        assert "không cần mở lại" in text_of(office.get(again["Location"]))

    def test_refuses_with_what_was_typed(self, world, office):
        sent = {sent_forms.FIELD: str(uuid4()), "outcome": "dropped", "result": ""}
        answer = office.post(self.address(world.late, "xac-nhan/"), sent)
        assert answer.status_code == 422
        assert "cần ghi lý do" in text_of(answer)
        said = {sent_forms.FIELD: str(uuid4()), "says": "finished", "words": " "}
        answer = a_visitor(world.secretary).post(self.address(world.late, "bao/"), said)
        assert answer.status_code == 422
        assert "Hãy ghi đã làm được gì" in text_of(answer)

    def test_lets_the_member_report(self, world):
        visitor = a_visitor(world.holder)
        assert "Rà soát hộ nghèo" in text_of(visitor.get("/viec/"))
        assert "Đảng ủy" in text_of(visitor.get("/viec/"))
        said = {sent_forms.FIELD: str(uuid4()), "says": "doing", "words": "Đang đi"}
        assert visitor.post(self.address(world.own, "bao/"), said).status_code == 302
        assert "Đang đi" in text_of(visitor.get(self.address(world.own)))

    def test_is_shown_to_who_looks_after_it(self, world):
        visitor = a_visitor(world.leader)
        assert "Việc đồng chí theo dõi" in text_of(visitor.get("/viec/"))
        page = text_of(visitor.get(self.address(world.late)))
        assert "Làm đường bản" in page
        assert "Xác nhận kết quả" not in page

    def test_is_mended_by_the_giver(self, world, office):
        page = office.get(self.address(world.late, "sua/"))
        assert page.context["form"].initial["supervisor"] == world.leader.pk
        sent = typed(title="Làm đường bản, 2 km", supervisor=str(world.leader.pk))
        assert office.post(self.address(world.late, "sua/"), sent).status_code == 302
        assert now(world.late).title == "Làm đường bản, 2 km"
        answer = office.post(self.address(world.late, "sua/"), typed(due_on="2020-01-01"))
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["due_on"])

    def test_keeps_its_supervisor_whose_post_has_ended(self, world, office):
        with building():
            post = Post.objects.get(member=world.leader)
            end_post(post_id=post.pk, on=TODAY, actor=EVERYTHING, at=NOW)
        sent = typed(supervisor=str(world.leader.pk))
        assert office.post(self.address(world.late, "sua/"), sent).status_code == 302
        assert now(world.late).supervisor_id == world.leader.pk
        form = office.get(f"/giao-viec/moi/{world.cell.pk}/").context["form"]
        assert world.leader.pk not in dict(form.fields["supervisor"].choices)

    def test_asks_a_bounded_number_of_times(self, world, office):
        office.get(self.address(world.late))
        with CaptureQueriesContext(connection) as asked:
            office.get(self.address(world.late))
        assert len(asked) <= 16

    def test_is_not_there_for_others(self, world):
        visitor = a_visitor(world.stranger)
        assert visitor.get(self.address(world.late)).status_code == 404
        for what in ("bao/", "xac-nhan/", "mo-lai/", "sua/"):
            assert visitor.post(self.address(world.late, what), typed()).status_code == 403
        holder = a_visitor(world.secretary)
        assert holder.get(self.address(world.late, "sua/")).status_code == 404
        for what, sent in (("xac-nhan/", {"outcome": "done"}), ("mo-lai/", {})):
            form = {sent_forms.FIELD: str(uuid4())} | sent
            assert holder.post(self.address(world.late, what), form).status_code == 403

    def test_of_a_meeting_has_its_own_page(self, world, office):
        assert (
            office.post(
                reverse("meetings:settle_task", args=[world.late.pk]), {"outcome": "done"}
            ).status_code
            == 403
        )


class TestCell:
    def test_shows_its_secretary_what_is_open(self, world):
        page = text_of(a_visitor(world.secretary).get(f"/chi-bo/{world.cell.pk}/"))
        assert "Cấp trên giao, chưa xong" in page
        assert f'href="{LIST}{world.late.pk}/"' in page
        assert page.index("Năm 2026") < page.index("Cấp trên giao")

    def test_says_nothing_where_nothing_was_given(self, world):
        with scope(world.office):
            for task in (world.late, world.own):
                settle_assigned(task_id=task.pk, done=True, result="", actor=world.office, at=NOW)
        assert "Cấp trên giao" not in text_of(
            a_visitor(world.secretary).get(f"/chi-bo/{world.cell.pk}/")
        )

    def test_marks_what_it_reported_as_done(self, world):
        with scope(world.reporter):
            report_for_unit(
                task_id=world.late.pk, finished=True, words="Xong", actor=world.reporter, at=NOW
            )
        page = text_of(a_visitor(world.secretary).get(f"/chi-bo/{world.cell.pk}/"))
        assert "Báo xong, chờ xác nhận" in page
