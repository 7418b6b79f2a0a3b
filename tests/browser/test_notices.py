"""Notices on a phone and at a desk: a member answers and gives an address, the office decides."""

import pytest
from playwright.sync_api import expect

from nenep.accounts.models import Account
from nenep.meetings.tests.builders import an_account
from nenep.members.tests.builders import a_member, a_post
from nenep.notices.rules import telling_words
from nenep.notices.tests.mail_server import a_mail_server
from nenep.organisations.tests.builders import a_cell, building
from tests.browser.house import House
from tests.browser.scene import Scene, a_scene, account_of
from tests.browser.visitors import DESK, PHONE, Visitors

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@pytest.fixture
def scene(house: House) -> Scene:
    return a_scene()


def office_of(scene: Scene) -> Account:
    """Somebody of the commune's office."""
    member = a_member(a_cell(scene.commune, "Chi bộ Văn phòng", sector="agency"), "Vì Thị Sen")
    a_post("office", scene.commune, member)
    with building():
        return an_account(member)


class TestNotices:
    def test_reach_a_member_who_gives_an_address_answers_and_reports(
        self, house, visitors: Visitors, scene: Scene, settings
    ):
        member = scene.members[0]
        with a_mail_server(settings) as box:
            phone = visitors.log_in(account_of(member), PHONE).page
            phone.goto("/tai-khoan/thu/")
            phone.get_by_label("Thư điện tử nhận thông báo").fill("sai")
            phone.locator("form[method=post]", has=phone.locator("[name=email]")).evaluate(
                "form => form.noValidate = true"
            )
            phone.get_by_role("button", name="Nhận thư ở địa chỉ này").click()
            expect(phone.get_by_text("Địa chỉ thư điện tử chưa đúng")).to_be_visible()
            phone.get_by_label("Thư điện tử nhận thông báo").fill("huong@thu.example")
            phone.get_by_role("button", name="Nhận thư ở địa chỉ này").click()
            expect(phone.get_by_text("Đang gửi tới huong@thu.example")).to_be_visible()

            desk = visitors.log_in(account_of(scene.cast.secretary), DESK).page
            desk.goto(f"/hop/{scene.meeting.pk}/chuan-bi/")
            expect(desk.get_by_text("Còn kịp")).to_be_visible()
            desk.get_by_role("button", name="Gửi thông báo").click()
            house.work()
            # The notice, and a reminder of what was promised.
            assert [message["To"] for message in box.messages()] == ["huong@thu.example"] * 2
            assert not any(telling_words(str(one["Subject"])) for one in box.messages())

        phone.goto("/thong-bao/")
        expect(phone.get_by_text("Chưa đọc", exact=True)).to_have_count(2)
        phone.get_by_role("link", name="Sinh hoạt thường kỳ").click()
        phone.get_by_role("button", name="Tôi sẽ dự").click()
        expect(phone.get_by_text("Đã báo: sẽ dự")).to_be_visible()
        phone.goto("/viec/")
        phone.locator("summary", has_text="Báo tình trạng").click()
        phone.get_by_label("Đã làm được gì").fill("Đã thăm hai nhà, còn một")
        phone.get_by_role("button", name="Xong, đề nghị xác nhận").click()
        expect(phone.get_by_text("Chờ bí thư hoặc buổi họp tới xác nhận")).to_be_visible()

        desk.goto(f"/hop/{scene.meeting.pk}/thong-bao/nhan/")
        expect(desk.get_by_text("Thư: đã gửi")).to_be_visible()
        expect(desk.get_by_role("heading", name="Cần báo bằng giấy: 3 người")).to_be_visible()
        desk.goto(f"/chi-bo/{scene.cast.cell.pk}/")
        desk.get_by_label("Xác nhận kết quả: Thăm hộ nghèo").click()
        desk.get_by_role("button", name="Đã xong").click()
        expect(desk.get_by_text("Đã xác nhận kết quả.")).to_be_visible()

    @pytest.mark.parametrize("width", [PHONE, DESK])
    def test_say_what_the_office_decided(self, visitors: Visitors, scene: Scene, width: int):
        page = visitors.log_in(office_of(scene), width).page
        page.goto("/cach-ghi-thu/")
        expect(page.get_by_text("Không nêu tên Đảng, chi bộ")).to_be_visible()
        page.get_by_label("Ghi rõ tên chi bộ").check()
        page.get_by_label("Theo quyết định").fill("12-KL/ĐU ngày 01/12/2026")
        page.get_by_role("button", name="Ghi quyết định").click()
        expect(page.get_by_text("Theo 12-KL/ĐU ngày 01/12/2026 của")).to_be_visible()
