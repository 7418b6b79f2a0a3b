"""Every page that can be opened, with who opens it; one commune in which each has content."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nenep.accounts.models import Account
from nenep.meetings.calendar.actions.plan import plan_meeting
from nenep.meetings.invitee.actions import invite
from nenep.meetings.models import Meeting
from nenep.meetings.tests.builders import (
    a_signed_meeting,
    an_account,
    an_ended_meeting,
    an_open_meeting,
    sign_as,
)
from nenep.members.actions import do_act
from nenep.members.models import Member, Post
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.actions import begin_term
from nenep.organisations.models import Body, Organisation, Term
from nenep.organisations.tests.builders import EVERYTHING, a_cell, a_commune, building
from nenep.tasks.actions import assign_task
from nenep.tasks.models import Task
from nenep.villages.actions import end_village, enter_village
from nenep.villages.models import Village
from tests.browser.scene import EVENING, Scene, a_scene, account_of

# Pages that change something, answer with a file, or are part of another page.
NOT_PAGES = {
    "accounts:end_session",
    "accounts:first_password",
    "accounts:leaders_file",
    "accounts:leaders_slips",
    "accounts:list_file",
    "accounts:lock",
    "accounts:log_out",
    "accounts:slips",
    "accounts:unit_file",
    "accounts:unlock",
    "documents:enter_term",
    "documents:set_opening",
    "documents:take_opening_back",
    "documents:take_term_back",
    "exchange:errors",
    "exchange:extract",
    "exchange:forget",
    "exchange:load",
    "exchange:template",
    "exchange:upload",
    "meetings:answer",
    "meetings:bodies_now",
    "meetings:body_book_export",
    "meetings:book_export",
    "meetings:calendar_file",
    "meetings:calendar_list_file",
    "meetings:change_invitee",
    "meetings:change_item",
    "meetings:command",
    "meetings:confirm_score",
    "meetings:consultation_file",
    "meetings:correct",
    "meetings:withdraw_correction",
    "meetings:download",
    "meetings:draft",
    "meetings:enter_by_code",
    "meetings:give_notice",
    "meetings:send_again",
    "meetings:meeting_calendar",
    "meetings:notice_file",
    "meetings:paper",
    "meetings:paper_signature",
    "meetings:plan_body_meeting",
    "meetings:plan_meeting",
    "meetings:plan_year",
    "meetings:remove_paper",
    "meetings:report_task",
    "meetings:room_changes",
    "meetings:room_device",
    "meetings:settle_task",
    "meetings:sheet",
    "members:end_charge",
    "members:end_desk",
    "members:end_stand_in",
    "members:reported",
    "members:undo",
    "notices:open",
    "notices:read_all",
    "reports:file",
    "reports:file_below",
    "reports:journal_file",
    "reports:year_file",
    "reports:year_file_below",
    "tasks:list_file",
    "tasks:open_again",
    "tasks:report",
    "tasks:settle",
    "organisations:cancel_move",
    "villages:file",
    "villages:take_back",
    "web:health",
    "web:ready",
    "web:service_worker",
    "workdays:take_back",
}
STEPS = ("diem-danh", "noi-dung", "bieu-quyet", "giao-viec", "cham-diem", "ket-thuc")


@dataclass
class Shown:
    """A commune in which every page has something to show."""

    scene: Scene
    signed: Meeting
    unsigned: Meeting
    open: Meeting
    office: Account
    officer: Account
    post: Post
    task: Task
    person: Member
    village: Village
    term: Term

    def visits(self) -> Iterator[tuple[Account | None, list[str]]]:
        """Who opens which addresses."""
        cell = self.scene.cast.cell.pk
        yield (
            None,
            [
                "/dang-nhap/",
                "/phieu/",
                "/kiem-tra/",
                "/ky-bang-ma/",
                "/phong-hop/",
                "/thanh-phan/",
                "/khong-co-trang-nay/",
            ],
        )
        yield (
            account_of(self.scene.cast.secretary),
            [
                "/",
                f"/chi-bo/{cell}/",
                f"/chi-bo/{cell}/nam/2024/",
                f"/chi-bo/{cell}/so/",
                f"/chi-bo/{cell}/so/?ma=khong-co-ma-nay",
                f"/chi-bo/{cell}/dang-vien/",
                f"/dang-vien/{self.scene.members[0].pk}/",
                f"/ngay-sinh-hoat/{cell}/",
                f"/chi-bo/{cell}/chuyen-de/",
                f"/chi-bo/{cell}/chuyen-de/2027/",
                f"/hop/{self.scene.meeting.pk}/",
                f"/hop/{self.scene.meeting.pk}/chuan-bi/",
                f"/hop/{self.scene.meeting.pk}/hoi-y/",
                f"/hop/{self.scene.meeting.pk}/thong-bao/nhan/",
                f"/hop/{self.scene.meeting.pk}/nhap-giay/",
                f"/hop/{self.scene.meeting.pk}/phong/",
                *(f"/hop/{self.open.pk}/phong/{step}/" for step in STEPS),
                f"/hop/{self.open.pk}/phong/con-lai/",
                f"/hop/{self.open.pk}/ky/",
                f"/hop/{self.unsigned.pk}/ky/",
                f"/hop/{self.unsigned.pk}/ky/may-nay/",
                f"/hop/{self.unsigned.pk}/ky/ma/",
                f"/hop/{self.unsigned.pk}/loi-van/",
                f"/hop/{self.scene.meeting.pk}/loi-van/",
                f"/hop/{self.signed.pk}/bien-ban/",
                f"/hop/{self.signed.pk}/bien-ban/1/",
                "/viec/",
                "/giao-viec/",
                f"/giao-viec/{self.task.pk}/",
                "/thong-bao/",
                "/tai-khoan/",
                "/tai-khoan/mat-khau/",
                "/tai-khoan/thu/",
                f"/tai-khoan-don-vi/{cell}/",
            ],
        )
        yield (
            account_of(self.scene.members[0]),
            ["/", f"/hop/{self.scene.meeting.pk}/", "/viec/", "/thong-bao/", "/lich/"],
        )
        yield (
            self.scene.deputy,
            [
                "/",
                "/thang/",
                "/thang/2026/10/",
                "/thang/?xem=muon",
                "/bien-dong/",
                "/bien-dong/?ky=2026-11",
                "/so-lieu/?ky=2026-10",
                "/so-lieu/?ky=2026-10&mo=meetings.attendance",
                "/so-lieu/?ky=2026-10&xep=meetings.attendance",
                f"/thang/2026/10/nhac/{cell}/",
                "/nam/2026/",
                "/nhap-giay/",
                "/lich/",
                "/lich/2026/11/",
                "/lich/2026/11/danh-sach/",
                "/chuyen-de/",
                "/chuyen-de/2027/1/",
                "/nhat-ky/",
                "/quy-dinh/",
                "/quy-dinh/2018/",
                "/tim/?q=chi+bo",
                "/tim/?q=chi+bo+thang+12",
                "/tim/?q=khongcogi",
                "/ngay-lam-viec/?since=2026-12-03&count=3",
                "/nhiem-vu/",
            ],
        )
        commune = self.scene.commune.pk
        yield (
            self.office,
            [
                "/",
                "/giao-viec/",
                "/giao-viec/moi/",
                f"/giao-viec/moi/{cell}/",
                f"/giao-viec/{self.task.pk}/",
                f"/giao-viec/{self.task.pk}/sua/",
                f"/dang-uy/{commune}/",
                f"/dang-uy/{commune}/nam/2025/",
                f"/dang-uy/{commune}/committee/so/",
                f"/dang-uy/{commune}/briefing/danh-sach-moi/",
                "/nap-bang-tinh/",
                "/so-van-ban/",
                f"/so-van-ban/{cell}/",
                f"/to-chuc/{commune}/phan-viec/",
                f"/to-chuc/{commune}/",
                f"/to-chuc/{commune}/thanh-lap/",
                f"/to-chuc/{cell}/doi-ten/",
                f"/to-chuc/{cell}/chuyen/",
                f"/to-chuc/{cell}/cum/",
                f"/to-chuc/{commune}/thon-ban/",
                f"/to-chuc/{commune}/thon-ban/them/",
                f"/thon-ban/{self.village.pk}/",
                f"/chi-bo/{cell}/dang-vien/",
                "/dang-vien/",
                f"/chi-bo/{cell}/dang-vien/them/",
                f"/dang-vien/{self.person.pk}/",
                f"/dang-vien/{self.person.pk}/sua/",
                *(
                    f"/dang-vien/{self.person.pk}/viec/{slug}/"
                    for slug in ("chuyen-chi-bo", "mien", "ra-khoi-dang", "chuc-vu")
                ),
                "/cach-ghi-thu/",
                "/quy-dinh/muc-rieng/",
                f"/dang-vien/{self.scene.cast.secretary.pk}/thong-tin/",
                f"/dang-vien/{self.scene.cast.secretary.pk}/thu/",
                f"/chuc-vu/{self.post.pk}/nguoi-thay/",
                f"/chuc-vu/{self.post.pk}/",
                f"/chuc-vu/{self.post.pk}/thay/",
                f"/to-chuc/{commune}/chuc-vu/",
                f"/nhiem-ky/{self.term.pk}/",
                f"/nhiem-ky/{self.term.pk}/dai-hoi/",
                f"/to-chuc/{cell}/chuc-vu/giao/",
                "/tai-khoan-don-vi/",
                "/tai-khoan-don-vi/bi-thu/",
                "/cai-dat/",
            ],
        )
        yield (
            self.officer,
            [
                "/",
                "/thang/",
                "/thang/2026/9/?xep=diem",
                f"/thang/2026/9/dang-bo/{commune}/",
                "/nam/2026/",
                f"/nam/2026/dang-bo/{commune}/",
            ],
        )


def everything() -> Shown:
    """Build it: months signed, ended and in progress, and one planned and announced."""
    scene = a_scene()
    cast = scene.cast
    signed, _ = a_signed_meeting(cast, month=date(2026, 9, 1), planned_at=_months_ago(3))
    unsigned = an_ended_meeting(cast, month=date(2026, 10, 1), planned_at=_months_ago(2))
    sign_as(unsigned, cast.secretary_actor, unsigned.planned_at + timedelta(hours=2))
    running = an_open_meeting(
        cast, month=date(2026, 11, 1), planned_at=EVENING - timedelta(minutes=40)
    )
    a_cell(scene.commune, "Chi bộ Trạm Y tế", sector="health")
    office = a_member(a_cell(scene.commune, "Chi bộ Văn phòng", sector="agency"), "Tẩn A Sùng")
    a_post("office", scene.commune, office)
    with building():
        plan_meeting(
            body_id=Body.objects.get(organisation=scene.commune, kind=Body.Kind.COMMITTEE).pk,
            kind="regular",
            counts_for=EVENING.date(),
            planned_at=EVENING + timedelta(days=7),
            place="Phòng họp Đảng ủy xã",
            actor=EVERYTHING,
            at=EVENING,
        )
        for name, function in (("Lý A Dế", "Trưởng bản Pu Luông"), ("Giàng Thị Mỷ", "Mặt trận xã")):
            invite(
                body_id=Body.objects.get(organisation=scene.commune, kind=Body.Kind.BRIEFING).pk,
                name=name,
                function=function,
                valid_from=EVENING.date(),
                actor=EVERYTHING,
                at=EVENING,
            )
        province = Organisation.objects.get(kind=Organisation.Kind.PROVINCE)
    officer = a_member(
        a_cell(a_commune(province, "Đảng bộ các cơ quan Đảng tỉnh"), "Chi bộ Tổ chức"),
        "Sùng A Vàng",
    )
    a_post("officer", province, officer)
    with building():
        post = Post.objects.get(member=cast.secretary, kind=Post.Kind.SECRETARY)
        task = assign_task(
            giver_id=scene.commune.pk,
            organisation_id=cast.cell.pk,
            member_id=None,
            body_id=None,
            title="Rà soát hộ nghèo, hộ cận nghèo",
            product="Danh sách hộ có chữ ký của trưởng bản",
            due_on=EVENING.date() + timedelta(days=20),
            supervisor_id=None,
            source_words="Kết luận 12-KL/ĐU",
            actor=EVERYTHING,
            at=EVENING,
        )
        # Two of one name in a cell; one was moved there, exempted, and is back.
        person, _ = (a_member(cast.cell, "Lý Thị Trùng Tên") for _ in range(2))
        for kind, days in (("suspended", 60), ("restored", 30), ("moved_out", 9)):
            do_act(
                member_id=person.pk,
                kind=kind,
                day=EVENING.date() - timedelta(days=days),
                decision="Số 12-QĐ/ĐU",
                reason="Theo kết luận kiểm tra",
                actor=EVERYTHING,
                at=EVENING,
            )
        known = {"organisation_id": scene.commune.pk, "actor": EVERYTHING, "at": EVENING}
        term = begin_term(
            body_id=Body.objects.get(organisation=scene.commune, kind="committee").pk,
            label="2025-2030",
            valid_from=date(2025, 7, 1),
            actor=EVERYTHING,
            at=EVENING,
        )
        village = enter_village(
            code="BM",
            name="Bản Mới",
            cell_id=cast.cell.pk,
            households=85,
            head_is_member=True,
            since=date(2020, 1, 1),
            **known,
        )
        old = enter_village(code="BC", name="Bản Cũ", since=date(2020, 1, 1), **known)
        end_village(
            village_id=old.pk,
            on=date(2026, 7, 1),
            merged_into_id=village.pk,
            decision="Số 12-NQ/HĐND",
            actor=EVERYTHING,
            at=EVENING,
        )
    accounts = an_account(office), an_account(officer)
    return Shown(scene, signed, unsigned, running, *accounts, post, task, person, village, term)


def _months_ago(months: int) -> datetime:
    return EVENING - timedelta(days=30 * months)
