"""What a page may not do without failing its test."""

import pytest

from tests.browser.visitors import PHONE, Visitors

pytestmark = pytest.mark.browser

WIDE = "document.querySelector('h1').style.minWidth = '900px'; document.querySelector('h1').append('…')"
STYLE = "document.head.append(Object.assign(document.createElement('style'), {textContent: '*{}'}))"


class TestVisitors:
    @pytest.mark.parametrize(
        ("does", "says"),
        [
            ("console.error('lỗi')", "lỗi"),
            ("setTimeout(() => { throw new Error('hỏng') })", "hỏng"),
            (STYLE, "Content Security Policy"),
            (WIDE, "Too wide"),
            ("fetch('/khong-co/')", "404"),
        ],
    )
    def test_leave_with_an_error_after_a_page_misbehaved(self, chromium, house, does, says):
        coming = Visitors(chromium, house)
        visitor = coming.come(PHONE)
        with visitor.open("/dang-nhap/").expect_event("console" if says != "hỏng" else "pageerror"):
            visitor.page.evaluate(f"() => {{ {does} }}")
        with pytest.raises(pytest.fail.Exception, match=says):
            coming.leave()
