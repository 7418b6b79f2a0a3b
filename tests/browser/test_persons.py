"""The office adds a member, moves one, lets one die and takes it back: on a phone and at a desk."""

import re

import pytest
from playwright.sync_api import Page, expect

from nenep.meetings.tests.builders import an_account
from nenep.members.models import Member
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.tests.builders import a_cell
from tests.browser.hand import Hand
from tests.browser.scene import EVENING, a_scene
from tests.browser.steps import steps_written
from tests.browser.visitors import DESK, PHONE, Visitors

pytestmark = pytest.mark.browser


def open_person(page: Page, cell: int, member: Member) -> None:
    page.goto(f"/chi-bo/{cell}/dang-vien/")
    page.get_by_role("link", name=member.full_name, exact=True).click()
    expect(page.locator("h1")).to_have_text(member.full_name)


@pytest.mark.parametrize("width", [PHONE, DESK])
class TestPersons:
    def test_are_added_moved_and_brought_back(self, house, visitors: Visitors, counted, width):
        house.moment = EVENING
        scene = a_scene(others=3)
        other = a_cell(scene.commune, "Chi bộ Trường Tiểu học")
        clerk = a_member(a_cell(scene.commune, "Chi bộ Văn phòng", sector="agency"), "Tẩn A Sùng")
        a_post("office", scene.commune, clerk)
        visitor = visitors.log_in(an_account(clerk), width)
        page, cell = visitor.page, scene.cast.cell.pk
        steps = {}

        page.goto(f"/chi-bo/{cell}/dang-vien/")
        hand = Hand(page) if width == PHONE else Mouse(page)
        hand.link("Thêm đảng viên")
        for label, text in (
            ("Họ và tên", "Vàng Thị Mới"),
            ("Ngày sinh", "1990-02-03"),
            ("Sinh hoạt từ ngày", "2026-06-01"),
            ("Ngày vào Đảng", "2026-06-01"),
        ):
            hand.write(page.get_by_label(label, exact=True), text)
        hand.button("Thêm đảng viên")
        expect(page.get_by_text("Đã thêm đồng chí Vàng Thị Mới")).to_be_visible()
        assert (hand.taps, hand.fields) == (2, 4)
        steps["add a member"] = hand

        moved, dead = scene.members[:2]
        open_person(page, cell, moved)
        hand = type(hand)(page)
        hand.link("Chuyển chi bộ")
        hand.choose(page.get_by_label("Chi bộ", exact=True), other.name)
        hand.button("Chuyển chi bộ")
        expect(page.get_by_text(re.compile(f"đến {other.name}"))).to_be_visible()
        steps["move a member"] = hand

        open_person(page, cell, dead)
        hand = type(hand)(page)
        hand.link("Từ trần")
        expect(page.locator("#keo-theo")).to_contain_text("30 ngày làm việc")
        page.get_by_label("Ngày", exact=True).fill("2026-11-02")
        expect(page.locator("#keo-theo")).to_contain_text("chậm nhất 15/12/2026")
        hand.button("Từ trần")
        expect(page.get_by_text("Báo cấp trên chậm nhất 15/12/2026")).to_be_visible()
        steps["a member has died"] = hand

        hand = type(hand)(page)
        hand.tap(page.get_by_role("button", name=re.compile("^Hoàn tác")))
        expect(page.get_by_text("Đã hoàn tác «Từ trần»")).to_be_visible()
        expect(page.locator(".n-facts")).to_contain_text("Chính thức")
        steps["undo it"] = hand

        for job, one in steps.items():
            counted(f"{width} px, {job}: {one.taps} lần chạm, {one.fields} ô")
            steps_written(job, width, taps=one.taps, fields=one.fields)


class Mouse(Hand):
    """The same hand at a desk: it clicks."""

    def tap(self, place):
        place.click()
        self.taps += 1

    def write(self, field, text):
        field.click()
        field.fill(text)
        self.fields += 1
