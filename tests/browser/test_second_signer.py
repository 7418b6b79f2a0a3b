"""One phone in the hall: the minute-taker signs on the secretary's, or with a code on another."""

import pytest
from playwright.sync_api import expect

from nenep.meetings.tests.builders import PASSWORD, an_ended_meeting, send
from tests.browser.scene import EVENING, a_scene, account_of
from tests.browser.visitors import PHONE

pytestmark = pytest.mark.browser


def sign_own(page):
    page.get_by_label("Mật khẩu của đồng chí", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Ký với vai trò chủ trì").tap()
    expect(page.get_by_text("Còn chờ chữ ký")).to_be_visible()


class TestSecondSigner:
    def test_signs_on_the_first_ones_phone_and_hands_it_back(self, house, visitors, tmp_path):
        scene = a_scene(others=2)
        meeting = an_ended_meeting(scene.cast, month=EVENING.date().replace(month=11, day=1))
        house.moment = EVENING.replace(hour=22)
        page = visitors.log_in(account_of(scene.cast.secretary), PHONE).open(
            f"/hop/{meeting.pk}/ky/"
        )
        sign_own(page)
        page.get_by_role("link", name="Ký trên máy này").tap()
        expect(page.locator("h1")).to_have_text("Ký trên máy này")
        page.screenshot(path=tmp_path / "ky-may-nay.png", full_page=True)
        page.get_by_label("Tên đăng nhập").fill(account_of(scene.cast.minute_taker).login)
        page.get_by_label("Mật khẩu của người ký").fill(PASSWORD)
        page.get_by_role("button", name="Tôi đã đọc và ký").tap()
        page.wait_for_url("**/bien-ban/")
        expect(page.get_by_text("trên máy của Lò Văn Bình")).to_be_visible()
        page.goto("/tai-khoan/")
        expect(page.get_by_text("Lò Văn Bình").first).to_be_visible()

    def test_signs_with_a_code_from_paper(self, house, visitors, tmp_path):
        scene = a_scene(others=2)
        meeting = an_ended_meeting(scene.cast, month=EVENING.date().replace(month=11, day=1))
        taker = scene.members[1]
        send(
            meeting, scene.cast.secretary_actor, "hand_over", role="minute_taker",
            member=taker.pk, at=EVENING.replace(hour=22),
        )  # fmt: skip
        house.moment = EVENING.replace(hour=22)
        page = visitors.log_in(account_of(scene.cast.secretary), PHONE).open(
            f"/hop/{meeting.pk}/ky/"
        )
        sign_own(page)
        page.get_by_role("link", name="Chưa có tài khoản: đưa mã").tap()
        page.get_by_role("button", name=f"Lấy mã cho {taker.full_name}").tap()
        code = page.locator(".slip-code").inner_text()
        page.screenshot(path=tmp_path / "ma.png", full_page=True)

        phone = visitors.come(PHONE).open(f"/ky-bang-ma/#{code}")
        expect(phone.get_by_label("Mã ký một lần")).to_have_value(code)
        phone.get_by_role("button", name="Đọc biên bản").tap()
        expect(phone.get_by_text("Nhất trí nhiệm vụ tháng tới").first).to_be_visible()
        phone.screenshot(path=tmp_path / "ky-ma.png", full_page=True)
        phone.get_by_role("button", name="đã đọc và ký").tap()
        expect(phone.get_by_text("Đã ký.")).to_be_visible()
        phone.goto("/")
        expect(phone.get_by_label("Tên đăng nhập")).to_be_visible()
        page.goto(f"/hop/{meeting.pk}/bien-ban/")
        expect(page.get_by_text("bằng mã một lần do Lò Văn Bình đưa")).to_be_visible()
