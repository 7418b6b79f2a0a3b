"""The pictures of the guide (docs/huong-dan.md) are steps that exist.

``NENEP_WRITE_GUIDE=1 python -m pytest tests/browser/test_guide.py`` takes them anew.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from nenep.access.scope import scope
from nenep.accounts.models import Account
from nenep.core import clock
from nenep.meetings.notice.actions import give_notice
from tests.browser.pages import Shown, everything
from tests.browser.pictures import FOLDER, LARGEST, picture
from tests.browser.scene import EVENING, account_of
from tests.browser.visitors import PHONE, Visitor
from tools.folders import ROOT

pytestmark = pytest.mark.browser

GUIDE = ROOT / "docs" / "huong-dan.md"
PICTURES = FOLDER / "guide"
WITHOUT_NETWORK = "mat-mang"
LATE_ROW = ".r-person:has(details[open])"
SECOND = "section:has(h2:text-is('Chữ ký của người thứ hai'))"
SIGNING = "section:has(h2:text-is('Chữ ký'))"


@dataclass(frozen=True)
class Step:
    """One picture: whose page, what must stand on it, what is opened, what stands at the top."""

    name: str
    who: Account | None
    address: str
    sees: str
    unfold: str = ""
    scroll_to: str = ""


def steps(shown: Shown) -> list[Step]:
    """Every step of the guide, in its order."""
    cast, scene = shown.scene.cast, shown.scene
    secretary, member = account_of(cast.secretary), account_of(scene.members[0])
    minute_taker = account_of(cast.minute_taker)
    planned, room = f"/hop/{scene.meeting.pk}", f"/hop/{shown.open.pk}/phong"
    cell = f"/chi-bo/{cast.cell.pk}"
    late = f"Sửa: {scene.members[1].full_name}"
    invited = f"/dang-uy/{scene.commune.pk}/briefing/danh-sach-moi/"
    return [
        Step("dang-nhap", None, "/dang-nhap/", "button:has-text('Đăng nhập')"),
        Step("hom-nay", secretary, "/", "h2:has-text('Đang chờ đồng chí')"),
        Step("chi-bo", secretary, f"{cell}/", "section:has-text('Tiếp theo')"),
        Step("chuan-bi", secretary, f"{planned}/chuan-bi/", "summary:has-text('Thêm nội dung')"),
        Step("giay-moi", secretary, f"{planned}/thong-bao/nhan/", "a:has-text('In giấy mời')"),
        Step(
            "ngay-sinh-hoat",
            secretary,
            f"/ngay-sinh-hoat/{cast.cell.pk}/",
            "button:has-text('Xem những buổi')",
        ),
        Step("chuyen-de", secretary, f"/chi-bo/{cast.cell.pk}/chuyen-de/", "h2:has-text('Quý 4')"),
        Step("lich", secretary, "/lich/2026/12/", "a:has-text('Tải các buổi sắp tới')"),
        Step("buoi-hop", secretary, f"{planned}/", "a:has-text('Bắt đầu họp')"),
        Step("bat-dau", secretary, f"{planned}/phong/", "button:has-text('Bắt đầu họp lúc')"),
        Step("diem-danh", secretary, f"{room}/diem-danh/", "a:has-text('Tiếp theo: nội dung')"),
        Step("vang-muon", secretary, f"{room}/diem-danh/", "text=Ghi về sớm", late, LATE_ROW),
        Step("noi-dung", secretary, f"{room}/noi-dung/", "button:has-text('Ghi kết luận')"),
        Step("bieu-quyet", secretary, f"{room}/bieu-quyet/", "button:text-is('Ghi kết quả')"),
        Step("giao-viec", secretary, f"{room}/giao-viec/", "button:has-text('Giao việc')"),
        Step("cham-diem", secretary, f"{room}/cham-diem/", "button:has-text('Ghi điểm')"),
        Step("ket-thuc", secretary, f"{room}/ket-thuc/", "button:has-text('Kết thúc buổi họp')"),
        Step(
            "ky",
            minute_taker,
            f"/hop/{shown.unsigned.pk}/ky/",
            "button:has-text('Ký với')",
            "",
            SIGNING,
        ),
        Step(
            "cho-ky",
            secretary,
            f"/hop/{shown.unsigned.pk}/ky/",
            "text=ký bằng cách nào",
            "",
            SIGNING,
        ),
        Step(
            "may-nay",
            secretary,
            f"/hop/{shown.unsigned.pk}/ky/may-nay/",
            "button:has-text('Tôi đã đọc và ký')",
            "",
            SECOND,
        ),
        Step("ma-ky", secretary, f"/hop/{shown.unsigned.pk}/ky/ma/", "button:has-text('Lấy mã')"),
        Step(
            "nhap-phieu",
            secretary,
            f"{planned}/nhap-giay/",
            "button:has-text('Ghi vào sổ biên bản')",
        ),
        Step("bien-ban", secretary, f"/hop/{shown.signed.pk}/bien-ban/", "text=Biên bản PDF"),
        Step(
            "dinh-chinh",
            secretary,
            f"/hop/{shown.signed.pk}/bien-ban/",
            "text=Mở để đính chính",
            "Đính chính biên bản",
            ".r-code",
        ),
        Step("so-bien-ban", secretary, f"{cell}/so/", "button:has-text('Đối chiếu')"),
        Step("phieu", secretary, f"/tai-khoan-don-vi/{cast.cell.pk}/", "main form"),
        Step("tra-loi", member, f"{planned}/", "button:has-text('Tôi sẽ dự')"),
        Step("thong-bao", member, "/thong-bao/", "text=Lịch họp"),
        Step("thu-dien-tu", member, "/tai-khoan/thu/", "button:has-text('Nhận thư ở')"),
        Step("viec-cua-toi", member, "/viec/", "text=Thăm hộ nghèo"),
        Step("thang", scene.deputy, "/thang/", "a:has-text('chi bộ cần nhắc')"),
        Step("viec-duoc-giao", shown.office, "/giao-viec/", "a:has-text('Giao một việc')"),
        Step("cach-ghi-thu", shown.office, "/cach-ghi-thu/", "text=Đang áp dụng"),
        Step(
            "hop-dang-uy",
            shown.office,
            f"/dang-uy/{scene.commune.pk}/",
            "summary:has-text('Thêm cuộc họp')",
        ),
        Step("nap-bang-tinh", shown.office, "/nap-bang-tinh/", "main form"),
        Step("danh-sach-moi", shown.office, invited, "text=Sửa, thôi mời"),
    ]


def take(visitor: Visitor, step: Step) -> None:
    """Open a step, see that it is what the guide says, and take its picture if asked."""
    page = visitor.open(step.address)
    if step.unfold:
        unfold(page, step.unfold)
    seen = page.locator(step.sees).last
    expect(seen).to_be_visible()
    if step.scroll_to:
        page.locator(step.scroll_to).first.evaluate(
            "(one) => one.scrollIntoView({behavior: 'instant'})"
        )
    picture(page, f"guide/{step.name}")


def take_without_network(visitor: Visitor, shown: Shown) -> None:
    """Write a note while the network is away, take the picture, and see the note sent."""
    visitor.expect_failures("net::")
    page = visitor.open(f"/hop/{shown.open.pk}/phong/noi-dung/")
    page.wait_for_selector("#r-room[data-saved][data-shell-kept]", timeout=30_000)
    page.context.set_offline(True)
    page.locator("summary", has_text="Tuyên bố lý do").click()
    page.get_by_label("Ghi chép").first.fill("Đồng chí bí thư tuyên bố lý do.")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.locator("#r-sent")).to_contain_text("1 việc đã lưu trên máy, chờ mạng")
    page.evaluate("window.scrollTo(0, 0)")
    picture(page, f"guide/{WITHOUT_NETWORK}")
    page.context.set_offline(False)
    expect(page.locator("#r-sent")).to_contain_text("Đã gửi hết", timeout=20_000)


def unfold(page: Page, words: str) -> None:
    """Open what is folded under these words or this label."""
    by_label = page.get_by_label(words)
    (by_label if by_label.count() else page.locator("summary", has_text=words)).first.click()


def tell(shown: Shown) -> None:
    """Give notice of the planned meeting."""
    secretary = shown.scene.cast.secretary_actor
    at = clock.now()
    with scope(secretary):
        give_notice(meeting_id=shown.scene.meeting.pk, actor=secretary, at=at)


class TestGuide:
    def test_shows_steps_that_exist(self, house, visitors):
        shown = everything()
        with clock.at(house.moment):
            tell(shown)
        house.work()
        house.moment = EVENING
        come: Callable[[Account | None], Visitor] = lambda account: (  # noqa: E731
            visitors.come(PHONE) if account is None else visitors.log_in(account, PHONE)
        )
        here: dict[int | None, Visitor] = {}
        named = steps(shown)
        for step in named:
            who = step.who.pk if step.who else None
            if who not in here:
                here[who] = come(step.who)
            take(here[who], step)

        secretary = account_of(shown.scene.cast.secretary)
        take_without_network(visitors.log_in(secretary, PHONE), shown)

        told = re.findall(r"images/guide/([\w-]+)\.png", GUIDE.read_text(encoding="utf-8"))
        taken = {step.name for step in named} | {WITHOUT_NETWORK}
        assert set(told) == taken
        for name in taken:
            picture = PICTURES / f"{name}.png"
            assert picture.exists(), f"{picture} is missing"
            assert picture.stat().st_size < LARGEST
