"""Reminding a late cell: a message once a day, a call with its answer, numbers logged."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from nenep.access.scope import scope
from nenep.audit.models import Event
from nenep.commands.queue import run_next
from nenep.core import clock
from nenep.core.errors import NotAllowed
from nenep.meetings.tests.builders import a_cast, a_signed_meeting
from nenep.meetings.tests.one_of_each import EVENING, MONTH, Commune
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.members.tests.builders import (
    a_member,
    a_post,
    a_province_officer_of,
    a_secretary_of,
    an_office_of,
    an_overseer_of,
)
from nenep.notices.models import Notice
from nenep.organisations.tests.builders import a_cell, a_commune, a_province, building
from nenep.reports.actions import CannotRemind, note_call, numbers_to_ring, remind
from nenep.reports.models import Contact

pytestmark = pytest.mark.django_db


class Late:
    """A cell that has not met, with a secretary and a deputy, and its commune."""

    def __init__(self):
        self.province = a_province()
        self.commune = a_commune(self.province)
        self.cell = a_cell(self.commune, "Chi bộ Bản Xa")
        self.secretary = a_member(self.cell, "Lò Văn Xa", phone="0912345678")
        a_post("secretary", self.cell, self.secretary)
        a_post("deputy", self.cell, a_member(self.cell, "Vàng Thị Phó"))
        self.office = an_office_of(self.commune)

    def do(self, action, actor=None, **more):
        actor = actor or self.office
        with clock.at(EVENING), scope(actor):
            return action(cell=self.cell, month=MONTH, actor=actor, at=EVENING, **more)


def work():
    with clock.at(EVENING):
        while run_next(at=EVENING):
            pass


class TestRemind:
    def test_tells_the_secretary_and_the_deputy_once(self):
        late = Late()

        late.do(remind)
        work()

        with building():
            told = set(Notice.objects.values_list("member__full_name", "subject"))
        subject = "Đảng ủy hỏi về sinh hoạt tháng 12/2026"
        assert told == {("Lò Văn Xa", subject), ("Vàng Thị Phó", subject)}
        with pytest.raises(CannotRemind, match="Hôm nay đã nhắc"):
            late.do(remind)

    def test_is_refused_where_nothing_is_late(self):
        late = Late()
        late.cell = a_cell(late.commune, "Chi bộ Đã Ký")
        a_signed_meeting(a_cast(late.cell))
        with pytest.raises(CannotRemind, match="đã ký, không cần nhắc"):
            late.do(remind)

        late.cell = a_cell(late.commune, "Chi bộ Sau Này", founded_on=date(2027, 5, 1))
        with pytest.raises(CannotRemind, match="không hoạt động"):
            late.do(remind)

    def test_tells_nobody_of_what_was_done_before_the_job_came(self):
        late = Late()
        late.cell = a_cell(late.commune, "Chi bộ Vừa Ký")
        cast = a_cast(late.cell)
        late.do(remind)
        a_signed_meeting(cast)
        work()

        with building():
            assert not Notice.objects.filter(about__startswith="asked").exists()

    def test_is_for_who_looks_after_the_cell(self):
        late = Late()
        late.do(remind, an_overseer_of(late.cell))

        for stranger in (
            a_secretary_of(a_cell(late.commune)),
            a_province_officer_of(late.province),
            an_office_of(a_commune()),
        ):
            with pytest.raises(NotAllowed):
                late.do(note_call, stranger, words="Họp bù")

    def test_says_when_there_is_nobody(self):
        late = Late()
        late.cell = a_cell(late.commune, "Chi bộ Trống")

        with pytest.raises(CannotRemind, match="chưa có bí thư"):
            late.do(remind)


@pytest.fixture(scope="class")
def commune(built_once):
    """A commune with a cell for each state, built once."""
    return built_once(Commune)


class TestWords:
    @pytest.mark.parametrize(
        ("state", "stands", "asked"),
        [
            ("late", "đã quá ngày mà chưa họp", "Hãy họp, hoặc ghi lý do hoãn, không họp."),
            ("unsigned", "Chi bộ đã họp", "Hãy ký biên bản."),
            ("corrected", "đang đính chính", "Hãy ký bản sửa."),
            ("held_late", "chưa bấm «Kết thúc»", "Hãy kết thúc buổi họp rồi ký biên bản."),
            ("not_held", "Chi bộ đã ghi lý do không họp", "Đảng ủy hỏi có họp bù không."),
        ],
    )
    def test_ask_only_for_what_is_not_done(self, commune, state, stands, asked):
        text = self.told(commune, getattr(commune, state), at=EVENING + timedelta(days=1))

        assert stands in text
        assert text.endswith(asked)

    def test_ask_for_a_plan_where_there_is_none(self):
        late = Late()

        assert "chưa có lịch" in self.told(late, late.cell, at=EVENING)

    def told(self, commune, cell, *, at):
        office = an_office_of(commune.commune)
        with clock.at(at), scope(office):
            remind(cell=cell, month=MONTH, actor=office, at=at)
        with clock.at(at):
            while run_next(at=at):
                pass
        with building():
            texts = Notice.objects.filter(organisation=cell, about__startswith="asked")
            return texts.values_list("text", flat=True)[0]


class TestCall:
    def test_opens_the_numbers_and_logs_each(self):
        late = Late()

        numbers = late.do(numbers_to_ring)

        assert [(one.post.holder_name, one.phone) for one in numbers] == [
            ("Lò Văn Xa", "0912345678"),
            ("Vàng Thị Phó", ""),
        ]
        with building():
            logged = Event.objects.filter(code="member.unmasked")
            assert [event.words.endswith("tháng 12/2026") for event in logged] == [True, True]

    def test_does_not_open_them_to_an_overseer(self):
        late = Late()

        with pytest.raises(NotAllowed):
            late.do(numbers_to_ring, an_overseer_of(late.cell))

    def test_keeps_the_answer(self):
        late = Late()

        late.do(note_call, words="  Mưa lũ, họp bù thứ Sáu ")

        with scope(late.office):
            contact = Contact.objects.get()
        assert (contact.way, contact.words) == ("telephone", "Mưa lũ, họp bù thứ Sáu")
        with pytest.raises(CannotRemind, match="Hãy ghi chi bộ trả lời"):
            late.do(note_call, words="  ")


class TestPage:
    def test_leads_from_the_late_row_to_the_answer(self):
        late = Late()
        deputy = a_member(a_cell(late.commune, "Chi bộ Văn phòng"))
        a_post("deputy", late.commune, deputy)
        with clock.at(EVENING):
            visitor = a_visitor(deputy)
            address = reverse("reports:remind", args=[2026, 12, late.cell.pk])
            table = visitor.get(reverse("reports:month", args=[2026, 12])).content.decode()
            before = text_of(visitor.get(address))
            ringing = visitor.post(address, {"step": "ring"})
            empty = visitor.post(address, {"step": "answer", "words": " "})
            kept = visitor.post(address, {"step": "answer", "words": "Họp bù"}, follow=True)
            odd = visitor.post(address, {"step": "khac"})

        assert address in table
        assert "0912345678" not in before
        assert 'href="tel:0912345678"' in ringing.content.decode()
        assert ringing["Cache-Control"] == "no-store"
        assert empty.status_code == 422
        assert "Gọi điện: Họp bù" in text_of(kept)
        assert odd.status_code == 403

    def test_offers_no_reminder_to_the_province(self):
        late = Late()
        officer = a_member(a_cell(a_commune(late.province, "Đảng bộ cơ quan"), "Chi bộ Tỉnh"))
        a_post("officer", late.province, officer)
        with clock.at(EVENING):
            visitor = a_visitor(officer)
            table = text_of(visitor.get(reverse("reports:month", args=[2026, 12])))
            address = reverse("reports:remind", args=[2026, 12, late.cell.pk])
            assert visitor.get(address).status_code == 404

        assert "Nhắc Chi bộ" not in table
