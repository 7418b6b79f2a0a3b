"""The room on pages: with htmx and without, right and wrong, and what never reaches a log."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from nenep.core import clock
from nenep.meetings.models import ItemNote, Meeting
from nenep.meetings.room.views.pages import STEPS
from nenep.meetings.tests.builders import (
    a_cast,
    a_noticed_meeting,
    a_signed_meeting,
    an_open_meeting,
    send,
)
from nenep.meetings.tests.committees import a_committee, a_committee_meeting
from nenep.meetings.tests.visitors import HTMX, a_visitor, state_of, text_of
from nenep.members.tests.builders import a_post, duties_of
from nenep.organisations.tests.builders import NOW, a_commune, building

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _evening():
    with clock.at(NOW):
        yield


class Phone:
    """A browser in the room of a meeting."""

    def __init__(self, meeting, member):
        self.meeting = meeting
        self.browser = a_visitor(member)

    def get(self, step=""):
        name = "meetings:room_step" if step else "meetings:room"
        return self.browser.get(reverse(name, args=[self.meeting.pk, *filter(None, [step])]))

    def post(self, sent, *, htmx=True, headers=None, step="diem-danh", **fields):
        with building():
            version = Meeting.objects.get(pk=self.meeting.pk).version
        about = {
            "command_id": str(uuid4()),
            "base_version": str(version),
            "device_time": "2026-12-03T12:30:00.000Z",
            "kind": sent,
            "step": step,
        }
        return self.browser.post(
            reverse("meetings:command", args=[self.meeting.pk]),
            {**about, **fields},
            headers=(HTMX if htmx else {}) if headers is None else headers,
        )


def a_room():
    cast = a_cast()
    meeting = an_open_meeting(cast)
    return cast, meeting, Phone(meeting, cast.secretary)


class TestStart:
    def test_asks_where_the_day_is_another_one(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        phone = Phone(meeting, cast.secretary)
        with clock.at(NOW - timedelta(days=3)):
            asked = text_of(phone.get())
            refused = phone.post("start", step="bat-dau", chair=str(cast.secretary.pk))
            assert refused.status_code == 422
            phone.post("start", step="bat-dau", chair=str(cast.secretary.pk), another_day="yes")

        assert "Lịch họp là thứ Năm, 03/12/2026, hôm nay là thứ Hai, 30/11/2026." in asked
        assert "hãy đánh dấu «Đúng là họp hôm nay»" in text_of(refused)
        assert state_of(meeting) == "in_progress"

    def test_asks_nothing_on_its_day(self):
        cast = a_cast()
        phone = Phone(a_noticed_meeting(cast), cast.secretary)

        assert "Đúng là họp hôm nay" not in text_of(phone.get())

    def test_may_be_taken_back_until_something_is_recorded(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        phone = Phone(meeting, cast.secretary)
        phone.post("start", step="bat-dau", chair=str(cast.secretary.pk))
        assert "Bấm nhầm, chưa họp" in text_of(phone.get("diem-danh"))

        answer = phone.post("take_start_back")

        assert answer["HX-Redirect"] == reverse("meetings:meeting", args=[meeting.pk])
        assert state_of(meeting) == "planned"

    def test_is_not_offered_back_afterwards(self):
        _, _, phone = a_room()

        assert "Bấm nhầm, chưa họp" not in text_of(phone.get("diem-danh"))

    def test_lets_the_chair_mend_the_hour(self):
        _, _, phone = a_room()
        assert "Sửa giờ bắt đầu (19 giờ 30)" in text_of(phone.get("ket-thuc"))

        phone.post("change_start", step="ket-thuc", time="19:15")

        assert "Sửa giờ bắt đầu (19 giờ 15)" in text_of(phone.get("ket-thuc"))


@pytest.mark.world("open")
class TestSteps:
    @pytest.mark.parametrize("step", STEPS)
    def test_each_is_a_page(self, step):
        _, _, phone = a_room()

        response = phone.get(step)

        assert response.status_code == 200
        assert STEPS[step][0] in text_of(response)

    def test_the_vote_says_beforehand_how_many_hands_there_are(self):
        cast, meeting, phone = a_room()
        send(meeting, cast.secretary_actor, "mark", member=cast.members[0].pk, mark="health")

        page = text_of(phone.get("bieu-quyet"))

        assert "Được biểu quyết: <strong>4</strong> người đang dự." in page

    @pytest.mark.world("cast")
    def test_begin_with_the_start(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)

        assert "Bắt đầu buổi họp" in text_of(Phone(meeting, cast.secretary).get())

    @pytest.mark.world("signed")
    def test_lead_to_the_minutes_when_all_is_signed(self):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)

        response = Phone(meeting, cast.secretary).get("noi-dung")

        assert response["Location"] == reverse("meetings:minutes", args=[meeting.pk])

    def test_are_not_for_members(self):
        cast, meeting, _ = a_room()

        assert Phone(meeting, cast.members[0]).get().status_code == 404


@pytest.mark.world("open")
class TestCommand:
    def test_with_htmx_answers_with_the_step(self):
        _, meeting, phone = a_room()

        response = phone.post("add_guest", name="Lò Thị Khách")

        page = text_of(response)
        assert response.status_code == 200
        assert page.startswith('<div id="step">')
        assert "Lò Thị Khách" in page
        assert "Đã ghi khách dự." in page
        assert meeting.pk

    def test_without_htmx_leads_back_to_the_step(self):
        _, meeting, phone = a_room()

        response = phone.post("add_guest", htmx=False, name="Khách", step="diem-danh")

        assert response["Location"] == reverse("meetings:room_step", args=[meeting.pk, "diem-danh"])

    @pytest.mark.world("cast")
    def test_start_and_end_lead_on(self):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)
        phone = Phone(meeting, cast.secretary)

        begun = phone.post("start", step="bat-dau", chair=cast.secretary.pk)
        ended = phone.post("end", step="ket-thuc")

        assert begun["HX-Redirect"].endswith("/phong/diem-danh/")
        assert ended["HX-Redirect"].endswith("/ky/")
        assert state_of(meeting) == "ended"

    def test_that_is_refused_leaves_what_was_typed_with_htmx(self):
        _, _, phone = a_room()

        response = phone.post("promise", step="giao-viec", member="0", title="Thăm hộ")

        assert response.status_code == 422
        assert response["HX-Retarget"] == "#room-answer"
        assert "chọn người nhận việc" in text_of(response)
        assert 'id="step"' not in text_of(response)

    def test_that_is_refused_shows_what_was_typed_without_htmx(self):
        _, _, phone = a_room()

        response = phone.post(
            "promise", htmx=False, step="giao-viec", member="0", title="Thăm hộ nghèo"
        )

        assert response.status_code == 422
        assert "«Thăm hộ nghèo»" in text_of(response)
        assert "chọn người nhận việc" in text_of(response)

    @pytest.mark.parametrize(
        ("step", "shown"),
        [("noi-dung", "noi-dung"), ("diem-danh", "diem-danh"), ("bat-dau", "diem-danh")],
    )
    def test_that_is_refused_shows_its_step_without_htmx_or_the_first_after_the_start(
        self, step, shown
    ):
        _, _, phone = a_room()

        response = phone.post("add_guest", htmx=False, step=step, name="")

        assert response.status_code == 422
        steps = {f"meetings/room/{one}.html" for one in (*STEPS, "start")}
        assert {one.name for one in response.templates} & steps == {f"meetings/room/{shown}.html"}

    @pytest.mark.parametrize("htmx", [True, False])
    @pytest.mark.parametrize(
        "fields", [{"command_id": ""}, {"command_id": "x"}, {"base_version": "mới"}]
    )
    def test_without_its_marks_is_refused_in_words(self, htmx, fields):
        _, _, phone = a_room()

        response = phone.post("add_guest", htmx=htmx, name="Khách", **fields)

        assert response.status_code == 422
        assert "Hãy tải lại trang" in text_of(response)

    @pytest.mark.world("cast")
    @pytest.mark.parametrize("htmx", [True, False])
    @pytest.mark.parametrize("step", ["diem-danh", "noi-dung", "cham-diem", "ket-thuc", "bat-dau"])
    def test_before_the_start_is_refused_in_words(self, htmx, step):
        cast = a_cast()
        meeting = a_noticed_meeting(cast)

        response = Phone(meeting, cast.secretary).post(
            "add_guest", htmx=htmx, name="Khách", step=step
        )

        assert response.status_code == 422
        assert "«Đã lên lịch»" in text_of(response)

    @pytest.mark.world("signed")
    @pytest.mark.parametrize("htmx", [True, False])
    def test_after_signing_is_refused_in_words(self, htmx):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)

        response = Phone(meeting, cast.secretary).post("write_note", htmx=htmx, text="Muộn mất rồi")

        assert response.status_code == 422
        assert "«Đã ký biên bản»" in text_of(response)

    def test_sent_from_the_page_of_the_start_answers_with_a_step(self):
        _, _, phone = a_room()

        response = phone.post("add_guest", step="bat-dau", name="Khách")

        assert response.status_code == 200
        assert "Khách" in text_of(response)

    def test_survives_odd_marks(self):
        _, _, phone = a_room()

        for fields in ({"base_version": "9" * 30}, {"device_time": "hôm qua"}, {"kind": "lạ"}):
            assert phone.post("add_guest", **{"name": "Khách", **fields}).status_code in (200, 422)

    def test_of_a_step_that_is_none_is_refused(self):
        _, _, phone = a_room()

        assert phone.post("add_guest", name="Khách", step="../../etc").status_code == 403


@pytest.mark.world("open")
class TestGivingAwayTheRoleOneActsBy:
    JSON = {"Accept": "application/json", "HX-Request": "true"}

    def hand_over(self, *, headers, more=lambda _member: None):
        """The minute-taker, acting by the role in this meeting, gives it to a member."""
        cast, meeting, _ = a_room()
        more(cast.minute_taker)
        phone = Phone(meeting, cast.minute_taker)
        duties = duties_of(cast.minute_taker)
        runner = next(duty.code for duty in duties if duty.role_code == "meeting_runner")
        phone.browser.post(reverse("accounts:posts"), {"code": runner})
        assert phone.get().status_code == 200
        answer = phone.post(
            "hand_over",
            headers=headers,
            role="minute_taker",
            member=cast.members[0].pk,
        )
        with building():
            assert meeting.roles.get(kind="minute_taker").member_id == cast.members[0].pk
        return phone, answer

    def test_leads_the_outbox_out_of_the_room(self):
        phone, answer = self.hand_over(headers=self.JSON)

        told = answer.json()
        assert answer.status_code == 200
        assert told["sentence"] == "Đã giao thư ký."
        assert told["onward"] == reverse("meetings:meeting", args=[phone.meeting.pk])
        assert (told["html"], told["isOut"]) == ("", True)
        assert "Đã giao thư ký." in text_of(phone.browser.get(told["onward"]))
        assert phone.get().url == reverse("meetings:meeting", args=[phone.meeting.pk])

    def test_leads_out_of_the_room_with_htmx(self):
        phone, answer = self.hand_over(headers=HTMX)

        address = reverse("meetings:meeting", args=[phone.meeting.pk])
        assert answer["HX-Redirect"] == address
        assert "Đã giao thư ký." in text_of(phone.browser.get(address))

    def test_leads_out_of_the_room_without_htmx(self):
        phone, answer = self.hand_over(headers={})

        assert answer["Location"] == reverse("meetings:meeting", args=[phone.meeting.pk])
        assert "Đã giao thư ký." in text_of(phone.browser.get(answer["Location"]))

    def test_leads_to_the_start_who_then_acts_in_a_post_elsewhere(self):
        def serves_elsewhere(member):
            a_post("office", a_commune(), member)

        _, told = self.hand_over(headers=self.JSON, more=serves_elsewhere)
        _, answer = self.hand_over(headers=HTMX, more=serves_elsewhere)

        assert told.json()["onward"] == "/"
        assert answer["HX-Redirect"] == "/"

    @pytest.mark.world("cast")
    def test_of_a_committee_leads_out_too(self):
        committee = a_committee()
        meeting = a_committee_meeting(committee)
        send(
            meeting,
            committee.secretary_actor(),
            "start",
            chair=committee.secretary.pk,
            minute_taker=committee.minute_taker.pk,
        )
        phone = Phone(meeting, committee.minute_taker)
        duties = duties_of(committee.minute_taker)
        runner = next(duty.code for duty in duties if duty.role_code == "body_runner")
        phone.browser.post(reverse("accounts:posts"), {"code": runner})

        answer = phone.post(
            "hand_over", headers=self.JSON, role="minute_taker", member=committee.member.pk
        )

        assert answer.json()["onward"] == reverse("meetings:meeting", args=[meeting.pk])

    def test_leaves_in_the_room_who_runs_it_by_a_post(self):
        cast, _, phone = a_room()

        answer = phone.post("hand_over", headers=self.JSON, role="chair", member=cast.members[0].pk)

        assert answer.json()["onward"] == ""
        assert answer.json()["html"]


class TestTwoDevices:
    def test_keep_both_words_and_let_one_choose(self):
        cast, meeting, phone = a_room()
        with building():
            item = meeting.items.first()
            seen = Meeting.objects.get().version
        other = cast.minute_taker_actor()
        send(meeting, other, "write_note", item=item.pk, text="của thư ký")

        answer = phone.post(
            "write_note", step="noi-dung", item=item.pk, text="của bí thư", base_version=seen
        )

        page = text_of(answer)
        assert answer.status_code == 200
        assert "giữ cả hai bản" in page
        assert "của thư ký</textarea>" in page
        assert "Bản ghi của" in page
        mark = page.partition('name="wording" value="')[2].partition('"')[0]
        merged = phone.post("choose_wording", step="noi-dung", wording=mark, choice="merge")
        assert merged.status_code == 200
        with building():
            assert ItemNote.objects.get().text == "của thư ký\ncủa bí thư"
