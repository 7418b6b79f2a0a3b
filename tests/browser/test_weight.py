"""What a visit costs over a weak line, as a real browser counts it."""

import pytest
from playwright.sync_api import BrowserContext

from nenep.web import prepared
from tests.browser.house import House
from tests.browser.visitors import HEIGHTS, PHONE

pytestmark = pytest.mark.browser

FIRST, AGAIN = 200_000, 30_000


@pytest.fixture
def _prepared() -> None:
    """The static files as `make run` prepares them."""

    prepared.prepare()


def weight_of(context: BrowserContext, address: str) -> float:
    """Bytes that came over the line for a page and all it asks for."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    taken: list[float] = []
    session.on("Network.loadingFinished", lambda event: taken.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    page.close()
    return sum(taken)


@pytest.mark.usefixtures("_prepared")
class TestWeight:
    def test_of_a_first_and_a_second_visit(self, chromium, house: House, counted):
        context = chromium.new_context(viewport={"width": PHONE, "height": HEIGHTS[PHONE]})
        first, again = (weight_of(context, f"{house.address}/dang-nhap/") for _ in range(2))
        context.close()
        counted(f"Trang đăng nhập: lần đầu {first:.0f} byte, lần sau {again:.0f} byte")
        assert 10_000 < first <= FIRST
        assert 0 < again <= AGAIN
