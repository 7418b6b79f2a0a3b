"""A signature stands under what its owner was shown, and whoever loses one is told."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from nenep.commands.work import work_once
from nenep.core import clock
from nenep.meetings.models import Meeting, Signature
from nenep.meetings.room.actions.handlers import HANDLERS
from nenep.meetings.room.rules import changed_by_kind
from nenep.meetings.tests.agenda.test_papers import add as add_paper
from nenep.meetings.tests.builders import PASSWORD, a_cast, a_promise, an_ended_meeting, send
from nenep.meetings.tests.notice.test_notice import notices_of
from nenep.meetings.tests.signing.test_second_signer import World, with_code
from nenep.meetings.tests.visitors import a_visitor, state_of, text_of
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=110)
FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@pytest.fixture(autouse=True)
def _after_the_meeting():
    with clock.at(LATER):
        yield


def carried(answer):
    """What the form with the password, or the one-time code, carries besides."""
    found = dict(FIELD.findall(text_of(answer)))
    own = ("csrfmiddlewaretoken", "kind", "code", "step")
    return {name: value for name, value in found.items() if name not in own}


def signed():
    with building():
        return set(Signature.objects.values_list("kind", flat=True))


class Desk:
    """Both phones: the secretary has the sign page open, the minute-taker rewrites a note."""

    def __init__(self):
        self.cast = a_cast()
        a_promise(self.cast, "Sửa mương")
        self.meeting = an_ended_meeting(self.cast)
        self.secretary = a_visitor(self.cast.secretary)
        with building():
            self.item = self.meeting.items.get(step="discussion")

    def address(self, name="sign"):
        return reverse(f"meetings:{name}", args=[self.meeting.pk])

    def opened(self):
        return carried(self.secretary.get(self.address()))

    def sign(self, shown):
        return self.secretary.post(self.address(), {"password": PASSWORD, **shown})

    def rewrite(self, text="Góp hai công."):
        actor = self.cast.minute_taker_actor()
        send(self.meeting, actor, "write_note", at=LATER, item=self.item.pk, text=text)


def tells_what_who_and_when(html):
    return (
        "đã đổi" in html and "Thảo luận" in html and "Vàng Thị Chư" in html and "21 giờ 20" in html
    )


class TestSign:
    def test_refuses_what_was_rewritten_since_and_says_what_who_and_when(self):
        desk = Desk()
        shown = desk.opened()
        desk.rewrite()

        answer = desk.sign(shown)

        assert answer.status_code == 422
        assert tells_what_who_and_when(text_of(answer))
        assert signed() == set()
        # What is shown now can be signed.
        assert desk.sign(carried(answer)).status_code == 302
        assert signed() == {"chair"}

    @pytest.mark.parametrize("shown", [{}, {"shown": ""}, {"shown": "0" * 64}])
    def test_refuses_what_was_never_shown(self, shown):
        answer = Desk().sign(shown)

        assert answer.status_code == 422
        assert signed() == set()

    def test_shows_the_whole_text_and_its_print_before_the_password(self):
        desk = Desk()
        desk.rewrite("Ghi chép rất riêng.")

        shown_until = whole(text_of(desk.secretary.get(desk.address())), 'type="password"', desk)

        assert desk.address("draft") in shown_until


def whole(html, end, desk):
    """What stands before the place where somebody signs; it must be everything."""
    before = html[: html.index(end)]
    for words in (
        "Ghi chép rất riêng.",
        "Sửa mương",
        "Nhất trí nhiệm vụ tháng tới.",
        "Nhà văn hóa bản",
        *(member.full_name for member in desk.cast.members),
        "Tổng cộng",
        "Xem bản in",
    ):
        assert words in before, words
    return before


class TestBeside:
    def test_refuses_what_was_rewritten_since(self):
        world = World()
        shown = carried(world.host.get(reverse("meetings:beside", args=[world.meeting.pk])))
        with building():
            item = world.meeting.items.get(step="discussion")
        actor = world.cast.minute_taker_actor()
        send(world.meeting, actor, "write_note", at=LATER, item=item.pk, text="Khác")

        answer = world.beside(**shown)

        assert answer.status_code == 422
        assert tells_what_who_and_when(text_of(answer))
        assert signed() == set()
        world.beside(**carried(answer))
        assert signed() == {"minute_taker"}

    def test_shows_the_whole_text_before_the_password(self):
        desk = Desk()
        desk.rewrite("Ghi chép rất riêng.")
        whole(text_of(desk.secretary.get(desk.address("beside"))), 'type="password"', desk)


class TestByCode:
    def test_refuses_what_was_rewritten_since(self):
        world = World(account=False)
        code = world.code()
        opened = with_code(code)
        with building():
            item = world.meeting.items.get(step="discussion")
        send(
            world.meeting, world.cast.secretary_actor, "write_note",
            at=LATER, item=item.pk, text="Khác",
        )  # fmt: skip

        answer = with_code(code, step="sign", **carried(opened))

        assert answer.status_code == 422
        assert "đã đổi" in text_of(answer)
        assert "Lò Văn Bình" in text_of(answer)
        assert signed() == set()
        assert with_code(code, step="sign", **carried(answer)).status_code == 200
        assert signed() == {"minute_taker"}

    def test_shows_the_whole_text_and_its_print_before_the_button(self):
        world = World(account=False)
        code = world.code()
        html = text_of(with_code(code))
        before = html[: html.index("đã đọc và ký")]

        assert "Nhất trí nhiệm vụ tháng tới." in before
        assert "Tổng cộng" in before
        assert "Xem bản in" in before
        printed = with_code(code, step="print")
        assert printed.content.startswith(b"%PDF-")


def told(member):
    """The notice of a signature that fell away."""
    work_once(at=LATER)
    [notice] = [one for one in notices_of(member) if "hết hiệu lực" in one.subject]
    return notice


class TestDropped:
    def test_signature_tells_its_owner_what_and_who(self):
        desk = Desk()
        assert desk.sign(desk.opened()).status_code == 302
        desk.rewrite()

        notice = told(desk.cast.secretary)
        assert "Vàng Thị Chư" in notice.text
        assert "ghi chép" in notice.text
        assert notice.link == desk.address()
        assert signed() == set()
        assert state_of(desk.meeting) == "ended"

    def test_signature_by_a_paper_tells_its_owner_too(self):
        desk = Desk()
        assert desk.sign(desk.opened()).status_code == 302
        add_paper(desk.meeting, desk.cast.minute_taker_actor())

        notice = told(desk.cast.secretary)
        assert "Vàng Thị Chư" in notice.text
        assert "tài liệu" in notice.text
        assert signed() == set()

    def test_signature_is_shown_as_dropped_whatever_changed(self):
        desk = Desk()
        assert desk.sign(desk.opened()).status_code == 302
        with building():
            # Outside the room: the secretary has another name by now.
            desk.cast.secretary.full_name = "Lò Văn Bính"
            desk.cast.secretary.save(update_fields=["full_name"])

        html = text_of(desk.secretary.get(desk.address()))

        assert "hết hiệu lực" in html
        assert "bí thư" in html
        assert 'type="password"' in html
        assert state_of(desk.meeting) == Meeting.State.ENDED


class TestKinds:
    def test_of_commands_all_say_what_they_change(self):
        unnamed = [kind for kind in HANDLERS if changed_by_kind(kind) == changed_by_kind("")]
        assert unnamed == []
