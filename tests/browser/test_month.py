"""A month's meeting played by secretary, minute-taker, member and commune deputy."""

import io
import re
from datetime import timedelta
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from nenep.meetings.tests.builders import PASSWORD
from tests.browser.scene import EVENING, Scene, a_scene, account_of
from tests.browser.visitors import DESK, PHONE, Visitors

pytestmark = pytest.mark.browser


def unfold(page: Page, words: str) -> None:
    """Open what is folded under these words."""
    page.locator("summary", has_text=words).click()


def send(page: Page, name: str, answer: str) -> None:
    """Press a button of the room and wait for its answer."""
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator("#room-answer")).to_contain_text(answer)


def onward(page: Page, step: str) -> None:
    """Follow the one primary link to the next step."""
    page.get_by_role("link", name=f"Tiếp theo: {step}").click()
    expect(page.locator("h1")).to_have_text(step.capitalize())


def prepare_and_tell(page: Page) -> None:
    page.get_by_role("link", name="Chuẩn bị").click()
    unfold(page, "Thêm nội dung")
    page.get_by_label("Nội dung", exact=True).fill("Bàn việc làm đường nội bản")
    page.get_by_role("button", name="Thêm nội dung").click()
    expect(page.get_by_text("Đã thêm nội dung.")).to_be_visible()
    page.get_by_role("button", name="Gửi thông báo").click()
    expect(page.get_by_text("Đã gửi thông báo")).to_be_visible()


def say_one_stays_away(page: Page) -> None:
    page.goto("/thong-bao/")
    page.get_by_role("link", name="Sinh hoạt thường kỳ").click()
    unfold(page, "Tôi không dự được")
    page.get_by_label("Lý do vắng").fill("Đưa con đi khám bệnh")
    page.get_by_role("button", name="Báo vắng").click()
    expect(page.get_by_text("Đã báo vắng")).to_be_visible()


def begin(page: Page, scene: Scene) -> None:
    page.goto("/")
    page.locator("#sap-toi").get_by_role("link", name="Sinh hoạt thường kỳ").click()
    expect(page.get_by_text("Đưa con đi khám bệnh")).to_be_visible()
    page.get_by_role("link", name="Bắt đầu họp").click()
    page.get_by_label("Thư ký ghi biên bản").select_option(label=scene.cast.minute_taker.full_name)
    page.get_by_role("button", name="Bắt đầu họp").click()
    expect(page.locator("h1")).to_have_text("Điểm danh")


def call_the_roll(page: Page, scene: Scene) -> None:
    _, late, left, absent, *_ = (member.full_name for member in scene.members)
    send(page, "Tất cả có mặt, trừ người đã báo vắng", "Có mặt 6, đã báo vắng 1.")
    page.get_by_label(f"Sửa: {late}").click()
    row = page.locator(".r-person", has_text=late)
    row.get_by_label("Đến muộn lúc").fill("19:45")
    row.get_by_role("button", name="Ghi đến muộn").click()
    expect(row).to_contain_text("đến 19 giờ 45")
    page.get_by_label(f"Sửa: {left}").click()
    row = page.locator(".r-person", has_text=left)
    row.get_by_label("Về sớm lúc").fill("20:00")
    row.get_by_role("button", name="Ghi về sớm").click()
    expect(row).to_contain_text("về 20 giờ")
    page.get_by_label(f"Sửa: {absent}").click()
    row = page.locator(".r-person", has_text=absent)
    row.get_by_label("Vắng vì").select_option(value="none")
    row.get_by_role("button", name="Ghi vắng").click()
    expect(row).to_contain_text("Vắng không lý do")
    unfold(page, "Thêm khách")
    page.get_by_label("Họ và tên").fill("Vì Văn Khách")
    page.get_by_label("Chức danh").fill("Trưởng bản")
    send(page, "Thêm khách", "Đã ghi khách dự.")
    expect(page.locator(".r-measures")).to_contain_text("5/7")


def write_notes(page: Page) -> None:
    onward(page, "nội dung")
    item = page.locator("details.r-item", has_text="Bàn việc làm đường nội bản")
    item.locator("> summary").click()
    item.get_by_label("Ghi chép").fill("Mỗi hộ góp ba công, làm trước mùa mưa.")
    item.get_by_role("button", name="Ghi", exact=True).click()
    expect(item.locator("> summary")).to_contain_text("Đã ghi")
    promise = page.locator("details.r-item", has_text="Thăm hộ nghèo")
    promise.locator("> summary").click()
    promise.get_by_label("Kết quả").fill("Đã thăm bốn hộ")
    promise.get_by_role("button", name="Đã xong").click()
    expect(promise.locator("> summary")).to_contain_text("Đã xong")
    page.get_by_label("Chủ trì kết luận").fill("Nhất trí nhiệm vụ tháng 12.")
    send(page, "Ghi kết luận", "Đã ghi")


def vote(page: Page) -> str:
    """Vote on the resolution; return how many hands there were."""
    onward(page, "biểu quyết")
    page.locator("#in_favour").fill("40")
    send(page, "Ghi kết quả", "Cộng lại là 40")
    # What was typed is still there; only the wrong number is mended.
    expect(page.locator("#in_favour")).to_have_value("40")
    answer = page.locator("#room-answer").inner_text()
    hands = re.search(r"có (\d+) đảng viên", answer)
    assert hands
    page.locator("#in_favour").fill(hands[1])
    page.get_by_role("button", name="Ghi kết quả", exact=True).click()
    expect(page.locator(".n-badge", has_text="Thông qua")).to_be_visible()
    return hands[1]


def promise(page: Page, scene: Scene) -> None:
    onward(page, "giao việc")
    page.get_by_label("Việc gì").fill("Vận động làm chuồng kín")
    page.get_by_label("Ai làm").select_option(label=scene.members[3].full_name)
    page.get_by_label("Xong trước hết ngày").fill("2026-12-20")
    send(page, "Giao việc", "Đã giao việc")
    expect(page.get_by_role("heading", name="Đã giao 1 việc")).to_be_visible()


def score(page: Page) -> None:
    onward(page, "chấm điểm")
    # The hour has moved on: the phone learns of it when it asks next.
    measured = "Đo được: 99 phút, ít nhất 90 phút"
    expect(page.locator(".r-score")).to_contain_text(measured, timeout=20_000)
    for line in page.locator(".r-score-line:has(label)").all():
        most = line.locator(".r-most").inner_text().removeprefix("/")
        if line.locator("select").count():
            line.locator("select").select_option(label="Có")
        else:
            line.locator("input").fill(most)
    page.get_by_label("Chấm khác: Thời gian và thời lượng").click()
    override = page.locator(".r-override[open]")
    override.get_by_label("Điểm").fill("3")
    page.get_by_role("button", name="Ghi điểm").click()
    expect(page.locator("#room-answer")).to_contain_text("lý do")
    override.get_by_label("Điểm").fill("3")
    override.get_by_label("Vì sao chấm khác").fill("Bắt đầu chậm mười phút")
    page.get_by_role("button", name=re.compile("Ghi( lại)? điểm")).click()
    expect(page.locator("#room-answer")).to_contain_text("xếp loại")
    expect(page.locator(".r-score")).to_contain_text("Bắt đầu chậm mười phút")


def vote_on_score(page: Page, hands: str) -> None:
    page.get_by_label("Tán thành", exact=True).fill(hands)
    send(page, "Ghi biểu quyết điểm", "Điểm tự chấm")


def sign(page: Page, role: str) -> None:
    page.get_by_label("Mật khẩu của đồng chí", exact=True).fill(PASSWORD)
    page.get_by_role("button", name=f"Ký với vai trò {role}").click()


def read_files(page: Page) -> str:
    """Download the minutes in both forms and the resolution; return the code printed on them."""
    texts = {}
    for name in ("Biên bản PDF", "Nghị quyết PDF", "Biên bản Word", "Nghị quyết Word"):
        with page.expect_download() as coming:
            page.get_by_role("link", name=name).click()
        texts[name] = coming.value.path().read_bytes()
    assert "word/document.xml" in ZipFile(io.BytesIO(texts["Biên bản Word"])).namelist()
    assert "word/document.xml" in ZipFile(io.BytesIO(texts["Nghị quyết Word"])).namelist()
    printed = "".join(
        one.extract_text() for one in PdfReader(io.BytesIO(texts["Biên bản PDF"])).pages
    )
    assert "BIÊN BẢN" in printed
    code = page.locator("code.r-code").inner_text()
    assert code[:8] in re.sub(r"\s", "", printed)
    return code


@pytest.mark.parametrize("width", [PHONE, DESK])
class TestMonth:
    def test_is_played_from_plan_to_the_checked_book(self, width, house, visitors: Visitors):
        # Four in the room at the vote of seven: the resolution is adopted.
        scene = a_scene(others=5)
        secretary = visitors.log_in(account_of(scene.cast.secretary), width).page
        prepare_and_tell(secretary)
        house.work()
        say_one_stays_away(visitors.log_in(account_of(scene.members[0]), width).page)

        house.moment = EVENING
        begin(secretary, scene)
        house.moment = EVENING + timedelta(minutes=40)
        call_the_roll(secretary, scene)
        write_notes(secretary)
        hands = vote(secretary)
        promise(secretary, scene)
        house.moment = EVENING + timedelta(minutes=99)
        score(secretary)
        vote_on_score(secretary, hands)
        onward(secretary, "kết thúc")
        secretary.get_by_role("button", name="Kết thúc buổi họp").click()
        expect(secretary.locator("h1")).to_have_text("Xem lại và ký biên bản")

        secretary.get_by_label("Mật khẩu của đồng chí", exact=True).fill("sai mất rồi")
        secretary.get_by_role("button", name="Ký với vai trò chủ trì").click()
        expect(secretary.get_by_text("Mật khẩu chưa đúng")).to_be_in_viewport()
        sign(secretary, "chủ trì")
        name = scene.cast.minute_taker.full_name
        expect(secretary.get_by_role("heading", name=f"{name} ký bằng cách nào?")).to_be_visible()

        minute_taker = visitors.log_in(account_of(scene.cast.minute_taker), width).page
        minute_taker.get_by_role("link", name="Xem lại và ký").click()
        sign(minute_taker, "thư ký")
        expect(minute_taker.locator("h1")).to_have_text("Biên bản tháng 12/2026")
        read_files(minute_taker)

        deputy = visitors.log_in(scene.deputy, width).page
        deputy.get_by_role("link", name="Chi bộ", exact=True).click()
        row = deputy.locator("tr", has_text=scene.cast.cell.name)
        expect(row).to_contain_text("Đã ký")
        expect(row).to_contain_text("5/7")

        self._correct(secretary, minute_taker, deputy)

    def _correct(self, secretary: Page, minute_taker: Page, deputy: Page) -> None:
        secretary.reload()
        unfold(secretary, "Đính chính biên bản")
        secretary.get_by_label("Sửa nội dung gì").fill("Tên việc được giao")
        secretary.get_by_label("Vì sao phải sửa").fill("Ghi nhầm")
        secretary.get_by_role("button", name="Mở để đính chính").click()
        expect(secretary.get_by_text("Đang đính chính: Tên việc")).to_be_visible()
        secretary.get_by_role("link", name="Nội dung", exact=True).click()
        secretary.get_by_label("Chủ trì kết luận").fill("Nhất trí, có bổ sung.")
        send(secretary, "Ghi kết luận", "Đã ghi")
        secretary.get_by_role("link", name="Kết thúc", exact=True).click()
        secretary.get_by_role("link", name="Tiếp theo: xem lại và ký").click()
        sign(secretary, "chủ trì")
        expect(secretary.get_by_text("Còn chờ chữ ký")).to_be_visible()
        minute_taker.goto("/")
        minute_taker.get_by_role("link", name="Xem lại và ký").click()
        sign(minute_taker, "thư ký")
        expect(minute_taker.get_by_text("Bản này sửa: Tên việc được giao")).to_be_visible()
        code = read_files(minute_taker)

        deputy.reload()
        deputy.locator("main").get_by_role("link", name="Thẳm Mây").click()
        deputy.get_by_role("link", name="Sổ biên bản").click()
        expect(deputy.get_by_text("Đã có bản thay")).to_be_visible()
        deputy.get_by_label("Mã in trên biên bản giấy").fill(code)
        deputy.get_by_role("button", name="Đối chiếu").click()
        expect(deputy.get_by_text("mã trên giấy có trong sổ")).to_be_visible()


class TestGaps:
    def test_are_listed_with_links_to_where_they_are_mended(self, house, visitors: Visitors):
        scene = a_scene(others=1)
        house.moment = EVENING
        page = visitors.log_in(account_of(scene.cast.secretary), PHONE).page
        page.goto(f"/hop/{scene.meeting.pk}/phong/")
        page.get_by_role("button", name="Bắt đầu họp").click()
        expect(page.locator("h1")).to_have_text("Điểm danh")
        for gap, step in (
            ("Chưa cử thư ký", "Kết thúc"),
            ("Còn 3 người chưa điểm danh", "Điểm danh"),
            ("Chưa ghi kết luận", "Nội dung"),
            ("Chấm điểm", "Chấm điểm"),
        ):
            page.goto(f"/hop/{scene.meeting.pk}/ky/")
            page.get_by_role("link", name=gap).click()
            expect(page.locator("h1")).to_have_text(step)
