"""Whoever holds the paper compares it with the book, on a phone and without log-in."""

import pytest
from playwright.sync_api import expect

from nenep.meetings.book.code import code_of
from nenep.meetings.tests.builders import a_cast, a_signed_meeting
from tests.browser.visitors import PHONE

pytestmark = pytest.mark.browser


class TestPaper:
    def test_is_compared_after_scanning_and_after_typing(self, house, visitors, tmp_path):
        _, entry = a_signed_meeting(a_cast())
        code = code_of(entry.hash)
        page = visitors.come(PHONE).open(f"/kiem-tra/#{code}")
        field = page.get_by_label("Mã kiểm tra trên giấy")
        expect(field).to_have_value(code)
        assert "#" not in page.url
        page.get_by_role("button", name="Kiểm tra").click()
        expect(page.get_by_text("Khớp.", exact=True)).to_be_visible()
        assert code not in page.url
        field.fill("0000 0000 0000 0000")
        page.get_by_role("button", name="Kiểm tra").click()
        expect(page.get_by_text("Không khớp.", exact=True)).to_be_visible()
        page.screenshot(path=tmp_path / "kiem-tra.png")
