"""The chair enters on a phone what the minute-taker signed by hand."""

import pytest
from playwright.sync_api import expect

from nenep.documents.printed_text import grouped
from nenep.meetings.models import Meeting
from nenep.meetings.signing.queries import to_sign
from nenep.meetings.tests.builders import PASSWORD, an_ended_meeting
from nenep.organisations.tests.builders import building
from tests.browser.scene import EVENING, a_scene, account_of
from tests.browser.visitors import PHONE

pytestmark = pytest.mark.browser


class TestSignatureOnPaper:
    def test_is_entered_with_day_and_witness(self, house, visitors, tmp_path):
        scene = a_scene(others=2)
        meeting = an_ended_meeting(scene.cast, month=EVENING.date().replace(month=11, day=1))
        house.moment = EVENING.replace(hour=22)
        with building():
            words = to_sign(Meeting.objects.get(pk=meeting.pk)).words
        assert words is not None
        page = visitors.log_in(account_of(scene.cast.secretary), PHONE).open(
            f"/hop/{meeting.pk}/ky/"
        )
        page.get_by_label("Mật khẩu của đồng chí", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Ký với vai trò chủ trì").click()
        page.locator("summary", has_text="Đã ký trên giấy").click()
        page.get_by_label("Hai nhóm đầu của mã").fill(grouped(words.digest)[:9])
        page.get_by_label("Ngày ký trên giấy").fill(EVENING.date().isoformat())
        page.get_by_label("Người chứng kiến").fill("Lò Thị Mai")
        page.get_by_label("(người nhập)").fill(PASSWORD)
        page.screenshot(path=tmp_path / "ky-giay.png", full_page=True)
        page.get_by_role("button", name="Nhập chữ ký trên giấy").click()
        page.wait_for_url("**/bien-ban/")
        expect(page.get_by_text("người chứng kiến Lò Thị Mai", exact=False)).to_be_visible()
