"""Notices by e-mail, received by a real mail server: to whom, once, and saying nothing."""

from datetime import timedelta
from email.header import decode_header, make_header
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from nenep.access.scope import scope
from nenep.commands.work import work_once
from nenep.core import clock
from nenep.core.vietnamese import without_marks
from nenep.meetings.agenda.actions import agenda
from nenep.meetings.calendar.actions import plan
from nenep.meetings.notice.actions import give_notice
from nenep.meetings.tests.builders import a_cast, a_meeting, a_noticed_meeting
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.members.actions import enter_email, set_own_email
from nenep.members.tests.builders import a_charge, a_member, acting, an_office_of, duties_of
from nenep.notices.actions import decide_wording
from nenep.notices.models import Delivery
from nenep.notices.rules import telling_words
from nenep.notices.tests.mail_server import a_mail_server
from nenep.organisations.tests.builders import EVERYTHING, NOW, a_cell, a_commune, building

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]

DAY = timedelta(days=1)
TWO_DAYS_BEFORE = NOW - 2 * DAY
COMMUNE = "Đảng bộ xã Nậm Pung Hồ Thượng Lưu Sông Chảy"
CELL = "Chi bộ Thôn Nà Pắc Xả Phình Kéo Lếch Phố Bảng"
PLACE = "Nhà sinh hoạt cộng đồng của Chi bộ và Đảng ủy"
# What must not leave by default, beyond the words any Party organisation has.
TELLING = ("nậm pung", "nà pắc", "kéo lếch", "sinh hoạt", "thường kỳ", "đồng chí", "nhà sinh hoạt")


@pytest.fixture
def box(settings):
    with a_mail_server(settings) as found:
        yield found


@pytest.fixture
def cast():
    return a_cast(a_cell(a_commune(name=COMMUNE), CELL))


def with_mail(member, name="an"):
    address = f"{name}{member.pk}@thu.example"
    with building():
        enter_email(member_id=member.pk, email=address, actor=EVERYTHING, at=NOW)
    return address


def notified(cast, **more):
    meeting = a_noticed_meeting(cast, **({"place": PLACE} | more))
    work_once(at=meeting.planned_at - 2 * DAY)
    return meeting


def calendar_of(message):
    [part] = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return Calendar.from_ical(part.get_payload(decode=True)), part


def event_of(message):
    calendar, _ = calendar_of(message)
    [event] = calendar.walk("VEVENT")
    return event


def everything_said(message, envelope):
    """All that left, decoded: names and values of headers, texts, files, envelope."""
    said = [str(envelope.mail_from), envelope.content.decode("ascii", "replace")]
    for part in message.walk():
        for name, value in part.items():
            said += [name, str(make_header(decode_header(str(value))))]
        if not part.is_multipart():
            said.append(part.get_payload(decode=True).decode("utf-8"))
        said.append(part.get_filename() or "")
    # Lines of a calendar are folded.
    return "\n".join(said).replace("\r\n ", "").lower()


class TestNoticeByMail:
    def test_arrives_where_somebody_gave_an_address_and_nowhere_else(self, box, cast):
        addresses = {with_mail(cast.members[0]), with_mail(cast.secretary)}

        notified(cast)

        assert {to for one in box.envelopes for to in one.rcpt_tos} == addresses
        assert len(box.envelopes) == 2
        assert all(one.mail_from == "bao@lich.example" for one in box.envelopes)

    def test_arrives_once_however_often_it_is_sent(self, box, cast):
        with_mail(cast.members[0])
        meeting = notified(cast)

        with scope(cast.secretary_actor):
            give_notice(meeting_id=meeting.pk, actor=cast.secretary_actor, at=TWO_DAYS_BEFORE)
        work_once(at=TWO_DAYS_BEFORE)
        work_once(at=TWO_DAYS_BEFORE + timedelta(hours=1))

        assert len(box.envelopes) == 1

    def test_is_sent_again_to_whom_it_did_not_surely_reach_and_to_no_other(self, box, cast):
        with_mail(cast.secretary)
        box.recipient_answers.append("550 no such user")
        meeting = notified(cast)
        address = with_mail(cast.members[0])
        with building():
            lost = Delivery.objects.get(state="failed")
            assert lost.member_id == cast.secretary.pk

        browser = a_visitor(cast.secretary)
        with clock.at(TWO_DAYS_BEFORE + timedelta(hours=1)):
            page = browser.get(reverse("meetings:reach", args=[meeting.pk]))
            assert "Gửi lại" in text_of(page)
            again = browser.post(reverse("meetings:send_again", args=[meeting.pk]))
            assert again.status_code == 302
        work_once(at=TWO_DAYS_BEFORE + timedelta(hours=1))

        assert len(box.envelopes) == 2
        assert len(box.to(address)) == 1
        with clock.at(TWO_DAYS_BEFORE + timedelta(hours=2)):
            page = browser.get(reverse("meetings:reach", args=[meeting.pk]))
        assert "Gửi lại" not in text_of(page)

    def test_reaches_an_overseer_of_another_cell(self, box, cast):
        overseer = a_member(a_cell())
        a_charge(cast.cell, overseer)
        address = with_mail(overseer)

        notified(cast)

        assert len(box.to(address)) == 1

    def test_is_not_sent_where_none_is_set_up(self, settings, cast):
        settings.MAIL_HOST = ""
        with_mail(cast.members[0])

        notified(cast)

        with building():
            assert not Delivery.objects.exists()

    def test_spares_whoever_said_no(self, box, cast):
        member = cast.members[0]
        with_mail(member)
        me = acting(member, next(w.code for w in duties_of(member) if w.code.startswith("member:")))
        with scope(me):
            set_own_email(email="", refuses=True, actor=me, at=NOW)

        notified(cast)

        assert box.envelopes == []


class TestDefaultWording:
    def test_names_neither_party_nor_cell_in_anything_that_left(self, box, cast):
        with_mail(cast.members[0])
        meeting = notified(cast)
        move(meeting, cast)
        call_off(meeting, cast)
        # The reminder to answer left too.
        assert len(box.envelopes) == 4

        for message, envelope in zip(box.messages(), box.envelopes, strict=True):
            said = everything_said(message, envelope)
            assert telling_words(said) == []
            for word in TELLING:
                assert word not in said
                assert without_marks(word) not in without_marks(said)
            assert cast.members[0].full_name.lower() not in said

    def test_says_day_hour_and_where_to_log_in(self, box, cast):
        with_mail(cast.members[0])
        notified(cast)

        [message] = box.messages()
        text = message.get_body().get_content()
        assert message["Subject"] == "Có thông báo mới: 19 giờ 30, thứ Năm, 03/12/2026"
        assert message["From"] == "Thông báo <bao@lich.example>"
        assert "Thời gian: 19 giờ 30, thứ Năm, 03/12/2026." in text
        assert "https://lich.example/dang-nhap/" in text
        assert "/hop/" not in everything_said(message, box.envelopes[0])

    def test_greets_the_server_by_the_senders_domain_and_not_the_machines_name(self, box, cast):
        with_mail(cast.members[0])
        notified(cast)

        assert set(box.greetings) == {"lich.example"}


class TestCalendarFile:
    def test_is_read_by_a_calendar(self, box, cast):
        with_mail(cast.members[0])
        notified(cast)

        calendar, part = calendar_of(box.messages()[0])
        event = event_of(box.messages()[0])
        assert part.get_filename() == "lich.ics"
        assert part.get_param("method") == "PUBLISH"
        assert calendar["METHOD"] == "PUBLISH"
        [zone] = calendar.walk("VTIMEZONE")
        assert zone["TZID"] == "Asia/Ho_Chi_Minh"
        assert event["DTSTART"].params["TZID"] == "Asia/Ho_Chi_Minh"
        assert event.decoded("DTSTART") == NOW.astimezone(ZoneInfo("Asia/Ho_Chi_Minh"))
        assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=90)
        assert event["STATUS"] == "CONFIRMED"
        assert event["SUMMARY"] == "Có thông báo mới"
        assert "LOCATION" not in event

    def test_has_one_identity_for_everybody_and_another_for_another_meeting(self, box, cast):
        with_mail(cast.members[0])
        with_mail(cast.members[1])
        notified(cast)
        notified(
            cast, month=NOW.date().replace(year=2027, month=1, day=1), planned_at=NOW + 30 * DAY
        )

        uids = [str(event_of(message)["UID"]) for message in box.messages()]
        assert len(uids) == 4
        assert len(set(uids)) == 2
        assert all(UUID(uid) for uid in uids)

    def test_rises_with_another_place_and_another_day_and_is_cancelled_at_last(self, box, cast):
        address = with_mail(cast.members[0])
        meeting = notified(cast)
        with scope(cast.secretary_actor):
            agenda.set_place(
                meeting_id=meeting.pk,
                planned_at=NOW,
                place="Trường tiểu học",
                actor=cast.secretary_actor,
                at=TWO_DAYS_BEFORE,
            )
            give_notice(meeting_id=meeting.pk, actor=cast.secretary_actor, at=TWO_DAYS_BEFORE)
        work_once(at=TWO_DAYS_BEFORE)
        move(meeting, cast)
        call_off(meeting, cast)

        events = [event_of(message) for message in box.to(address)]
        told = [event for event in events if event["STATUS"] == "CONFIRMED"]
        assert sorted({int(event["SEQUENCE"]) for event in told}) == [0, 1, 2]
        assert (int(events[-1]["SEQUENCE"]), events[-1]["STATUS"]) == (3, "CANCELLED")
        assert len({str(event["UID"]) for event in events}) == 1
        assert events[-1].decoded("DTSTART") == NOW + 7 * DAY

    def test_is_cancelled_for_nobody_who_was_not_told(self, box, cast):
        with_mail(cast.members[0])
        meeting = a_meeting(cast)

        call_off(meeting, cast)

        assert box.envelopes == []


class TestDecidedWording:
    def decide(self, cast, *, says_more, on=TWO_DAYS_BEFORE, organisation=None):
        office = an_office_of(self.commune)
        with scope(office):
            decide_wording(
                organisation_id=(organisation or self.commune).pk,
                says_more=says_more,
                valid_from=on.date(),
                decision="12-KL/ĐU ngày 01/12/2026",
                actor=office,
                at=TWO_DAYS_BEFORE,
            )

    @pytest.fixture
    def cast(self):
        self.commune = a_commune(name=COMMUNE)
        return a_cast(a_cell(self.commune, CELL))

    def test_says_what_and_where(self, box, cast):
        self.decide(cast, says_more=True)
        with_mail(cast.members[0])
        meeting = notified(cast)

        [message] = box.messages()
        event = event_of(message)
        assert message["Subject"] == f"Sinh hoạt thường kỳ tháng 12/2026, {CELL}"
        assert f"https://lich.example/hop/{meeting.pk}/" in message.get_body().get_content()
        assert event["SUMMARY"] == f"Sinh hoạt thường kỳ tháng 12/2026, {CELL}"
        assert event["LOCATION"] == PLACE
        assert message["From"] == "Thông báo <bao@lich.example>"

    def test_holds_from_its_day_on(self, box, cast):
        self.decide(cast, says_more=True, on=NOW)
        with_mail(cast.members[0])
        notified(cast)

        assert box.messages()[0]["Subject"].startswith("Có thông báo mới")

    def test_is_taken_back_by_a_later_one(self, box, cast):
        self.decide(cast, says_more=True)
        self.decide(cast, says_more=False)
        with_mail(cast.members[0])
        notified(cast)

        assert box.messages()[0]["Subject"].startswith("Có thông báo mới")

    def test_of_the_nearest_counts(self, box, cast):
        self.decide(cast, says_more=True)
        self.decide(cast, says_more=False, organisation=cast.cell)
        with_mail(cast.members[0])
        notified(cast)

        assert box.messages()[0]["Subject"].startswith("Có thông báo mới")

    def test_of_another_commune_does_not_count(self, box, cast):
        self.decide(cast, says_more=True)
        other = a_cast(a_cell(a_commune(), CELL))
        with_mail(other.members[0])
        notified(other)

        assert box.messages()[0]["Subject"].startswith("Có thông báo mới")


def move(meeting, cast):
    """Put a meeting off by a week and tell everybody."""
    with scope(cast.secretary_actor):
        plan.postpone(
            meeting_id=meeting.pk,
            planned_at=NOW + 7 * DAY,
            reason="Mưa lũ",
            actor=cast.secretary_actor,
            at=NOW - DAY,
        )
        give_notice(meeting_id=meeting.pk, actor=cast.secretary_actor, at=NOW - DAY)
    work_once(at=NOW - DAY)
    work_once(at=NOW + 6 * DAY)


def call_off(meeting, cast):
    """Say that a meeting is not held."""
    at = NOW - 3 * DAY if not meeting.noticed_at else NOW + 6 * DAY
    with scope(cast.secretary_actor):
        plan.mark_not_held(meeting_id=meeting.pk, reason="Bão", actor=cast.secretary_actor, at=at)
    work_once(at=at)
