"""A vote by name on a phone: only the exceptions are tapped; also without a network."""

import pytest
from playwright.sync_api import Locator, Page, expect

from nenep.meetings.models import NamedVote, Vote
from nenep.organisations.tests.builders import building
from tests.browser.test_room_offline import PENDING, a_room, all_sent, open_room, secretary_of

pytestmark = pytest.mark.browser


def a_form(page: Page) -> Locator:
    """Unfold the form of a vote by name."""
    page.locator("summary", has_text="Biểu quyết theo tên").click()
    form = page.locator("form[data-tally]")
    expect(form.get_by_label("Biểu quyết về")).to_be_visible()
    return form


def tap(form: Locator, name: str, choice: str) -> None:
    person = form.locator("fieldset", has_text=name)
    person.get_by_label(choice, exact=True).tap()
    expect(person.get_by_label(choice, exact=True)).to_be_checked()


class TestNamedVote:
    def test_counts_itself_and_keeps_who_differs(self, house, visitors):
        scene = a_room(house)
        page = open_room(visitors, scene, secretary_of(scene), "bieu-quyet").page
        form, name = a_form(page), scene.members[0].full_name
        form.get_by_label("Biểu quyết về").fill("Lập quỹ khuyến học")
        expect(form.locator("output")).to_have_text(
            "tán thành 4, không tán thành 0, không có ý kiến 0"
        )
        tap(form, name, "Không")
        expect(form.locator("output")).to_have_text(
            "tán thành 3, không tán thành 1, không có ý kiến 0"
        )
        form.get_by_role("button", name="Ghi kết quả theo tên").click()
        panel = page.locator("section", has_text="Lập quỹ khuyến học").first
        expect(panel).to_contain_text(f"{name}: không tán thành.")
        expect(form.locator("output")).to_have_text(
            "tán thành 4, không tán thành 0, không có ý kiến 0"
        )
        with building():
            against = NamedVote.objects.get(choice="against")
            assert (against.name, Vote.objects.get().in_favour) == (name, 3)

    def test_waits_without_a_network_and_is_sent_with_its_names(self, house, visitors):
        scene = a_room(house)
        page = open_room(visitors, scene, secretary_of(scene), "bieu-quyet").page
        page.context.set_offline(True)
        form = a_form(page)
        form.get_by_label("Biểu quyết về").fill("Lập quỹ khuyến học")
        tap(form, scene.members[1].full_name, "Không ý kiến")
        form.get_by_role("button", name="Ghi kết quả theo tên").click()
        waiting = page.locator(f"#bieu-quyet {PENDING}")
        expect(waiting).to_contain_text(
            "Lập quỹ khuyến học (theo tên): tán thành 3, không tán thành 0, không có ý kiến 1"
        )
        page.reload()
        expect(waiting).to_contain_text("Lập quỹ khuyến học")
        page.context.set_offline(False)
        all_sent(page)
        with building():
            abstained = NamedVote.objects.get(choice="abstained")
            assert abstained.member_id == scene.members[1].pk

    def test_brings_the_taps_back_when_somebody_left_meanwhile(self, house, visitors):
        scene = a_room(house)
        page = open_room(visitors, scene, secretary_of(scene), "bieu-quyet").page
        form, name = a_form(page), scene.members[0].full_name
        form.get_by_label("Biểu quyết về").fill("Lập quỹ khuyến học")
        tap(form, name, "Không")
        form.locator("input[type=radio]").evaluate_all(
            "(all) => all.slice(-3).forEach((one) => one.remove())"
        )
        form.get_by_role("button", name="Ghi kết quả theo tên").click()
        expect(page.locator("#room-answer")).to_contain_text("Chưa có lựa chọn của")
        expect(form.get_by_label("Biểu quyết về")).to_have_value("Lập quỹ khuyến học")
        person = form.locator("fieldset", has_text=name)
        expect(person.get_by_label("Không", exact=True)).to_be_checked()
