"""A meeting held on paper: its sheet, and entering it up to the sealed entry."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.urls import reverse
from django.utils import timezone

from nenep.audit.models import Event
from nenep.core import clock
from nenep.meetings.book import reading
from nenep.meetings.book.export import export
from nenep.meetings.book.verify import verify
from nenep.meetings.models import (
    Attendance,
    EnteredSheet,
    Entry,
    Facts,
    Meeting,
    Signature,
    Vote,
)
from nenep.meetings.paper.code import meeting_of, sheet_code
from nenep.meetings.printed import minutes_of
from nenep.meetings.tests.builders import PASSWORD, a_cast, a_plan, a_promise
from nenep.meetings.tests.calendar.test_change_of_day import add_topic
from nenep.meetings.tests.visitors import a_visitor, state_of, text_of
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, building
from nenep.tasks.models import Task

pytestmark = pytest.mark.django_db

NEXT_DAY = NOW + timedelta(days=1)


class World:
    """A cell that met on paper, and the office and the deputy of its commune."""

    def __init__(self, **more):
        self.commune = a_commune()
        self.cast = a_cast(a_cell(self.commune, "Chi bộ Bản Vai"))
        self.task = a_promise(self.cast)
        self.meeting = a_plan(self.cast, **more)
        unit = a_cell(self.commune, "Chi bộ Cơ quan", sector="agency")
        self.deputy, self.office = a_member(unit, "Lường Thị Huệ"), a_member(unit, "Tẩn A Sùng")
        a_post("standing_deputy", self.commune, self.deputy)
        a_post("office", self.commune, self.office)

    def typed(self, **changes):
        """What the sheet says: one excused, one vote, one promise, everything judged full."""
        cast = self.cast
        away = cast.members[1].pk
        people = [cast.secretary, cast.minute_taker, *cast.members]
        with building():
            part = self.meeting.parts.get(number=1)
        found = {
            "day": NOW.date().isoformat(),
            "start": "19:30",
            "end": "21:15",
            "chair": cast.secretary.pk,
            "minute_taker": cast.minute_taker.pk,
            "promises": 3,
            "votes": 1,
            **{f"mark-{one.pk}": "present" for one in people},
            f"mark-{away}": "excused",
            f"kind-{away}": "other",
            f"reason-{away}": "Đi viện",
            f"done-{self.task.pk}": "yes",
            f"result-{self.task.pk}": "Đã thăm bốn hộ",
            f"conclusion-{part.pk}": "Làm đường nội bản trước mùa mưa.",
            f"note-{part.pk}": "Ba đồng chí phát biểu.",
            "vote-0-subject": "Thông qua nghị quyết",
            "vote-0-rule": "resolution",
            "vote-0-in_favour": "4",
            "promise-0-title": "Vận động góp công",
            "promise-0-member": cast.members[0].pk,
            "promise-0-due_on": "2026-12-20",
            **{f"points-{part.pk}-{line}": points for line, points in JUDGED.items()},
            f"score_vote-{part.pk}-in_favour": "4",
            "signed_chair": "on",
            "signed_minute_taker": "on",
            "witness": "Vì Văn Thắng",
            "password": PASSWORD,
        }
        found |= {name.replace("PART", str(part.pk)): value for name, value in changes.items()}
        return {name: value for name, value in found.items() if value is not None}

    def enter(self, member, *, at=NEXT_DAY, **changes):
        """Send the page as somebody."""
        browser = a_visitor(member)
        with clock.at(at):
            return browser.post(
                reverse("meetings:enter_sheet", args=[self.meeting.pk]), self.typed(**changes)
            )


JUDGED = {
    "papers": "2",
    "spoke": "4",
    "draft": "3",
    "content": "30",
    "criticism": "6",
    "principles": "5",
    "closing": "4,5",
}


def content():
    with building():
        return reading.read(Entry.objects.get())


class TestSheet:
    def test_is_two_pages_with_names_agenda_and_its_code(self):
        world = World()
        browser = a_visitor(world.cast.secretary)
        with clock.at(NOW - timedelta(days=2)):
            answer = browser.get(reverse("meetings:sheet", args=[world.meeting.pk]))

        pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
        text = " ".join(page.extract_text() for page in pages)
        assert len(pages) == 2
        assert sheet_code(world.meeting.pk) in text
        for one in (world.cast.secretary, world.cast.minute_taker, *world.cast.members):
            assert one.full_name in text
        assert "Vắng không lý do" in text
        assert "Thăm hộ nghèo" in text
        assert "Thông qua chương trình" in text
        assert "Người chứng kiến" in text
        assert "Điểm tự chấm" in text

    def test_stays_on_two_pages_for_a_large_cell(self):
        world = World()
        with building():
            for number in range(45):
                a_member(world.cast.cell, f"Hoàng Phủ Ngọc Trường {number}")
        browser = a_visitor(world.office)
        with clock.at(NOW):
            answer = browser.get(reverse("meetings:sheet", args=[world.meeting.pk]))

        assert len(pypdf.PdfReader(io.BytesIO(answer.content)).pages) == 2

    @pytest.mark.parametrize("pk", [1, 31, 32, 777, 5_000_000, 40_000_000])
    def test_is_found_again_by_its_code_however_it_is_typed(self, pk):
        code = sheet_code(pk)
        assert meeting_of(code) == pk
        assert meeting_of(code.lower().replace("-", " ").replace("0", "o")) == pk

    def test_a_wrong_letter_is_no_sheet(self):
        code = sheet_code(777)
        letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
        wrong = [code[:5] + letter + code[6:] for letter in letters if letter != code[5]]
        assert {meeting_of(one) for one in wrong} == {None}
        assert meeting_of("") is None
        assert meeting_of("ABC") is None


class TestEnter:
    @pytest.mark.parametrize("who", ["office", "deputy"])
    def test_ends_in_a_sealed_entry_that_says_who_entered_it_for_whom(self, who):
        world = World()
        member = getattr(world, who)

        answer = world.enter(member)

        assert answer.status_code == 302, text_of(answer)
        assert state_of(world.meeting) == Meeting.State.SIGNED
        sealed = content()
        assert sealed["from_paper"]["sheet"] == sheet_code(world.meeting.pk)
        assert sealed["from_paper"]["entered_by"] == member.full_name
        assert {one["way"] for one in sealed["signatures"]} == {"sheet"}
        assert {one["witness"] for one in sealed["signatures"]} == {"Vì Văn Thắng"}
        assert sealed["counts"]["present"] == 4
        assert sealed["counts"]["excused"] == 1
        assert sealed["meeting"]["superior"] == world.commune.name
        assert sealed["meeting"]["ended_at"].startswith(f"{NOW.date()}T21:15")
        with building():
            entry = Entry.objects.get()
            assert verify([export(entry)]).findings == ()
            assert member.full_name not in entry.content
            event = Event.objects.get(code="meeting.entered_from_paper")
            assert world.cast.cell.name in event.words
            assert Task.objects.get(pk=world.task.pk).state == Task.State.DONE
            assert Task.objects.get(title="Vận động góp công").given_on == NOW.date()
            assert Facts.objects.get().minutes == 105
            printed = str(minutes_of(entry))
        assert "Ký tay trên phiếu họp giấy ngày" in printed
        assert "Biên bản này nhập từ phiếu họp giấy" in printed

    def test_the_secretary_who_chaired_confirms_for_himself(self):
        world = World()

        answer = world.enter(world.cast.secretary, signed_chair=None)

        assert answer.status_code == 302, text_of(answer)
        with building():
            ways = dict(Signature.objects.values_list("kind", "way"))
        assert ways == {"chair": "app", "minute_taker": "sheet"}

    def test_gives_the_office_nothing_beyond_it(self):
        world = World()
        world.enter(world.office)
        browser = a_visitor(world.office)
        with clock.at(NEXT_DAY):
            page = browser.get(reverse("meetings:room", args=[world.meeting.pk]))
        assert page.status_code == 404

    def test_believes_the_sheet_and_not_what_was_answered_before(self):
        world = World()
        absent = world.cast.members[0]
        with building():
            world.meeting.answers.create(
                member=absent, scope_key=world.meeting.scope_key, coming=False,
                reason="Bận", at=NOW,
            )  # fmt: skip
        for one in (world.deputy,):
            assert world.enter(one).status_code == 302
        with building():
            assert Attendance.objects.get(member=absent).mark == "present"

    def test_takes_the_length_over_midnight(self):
        world = World()
        answer = world.enter(world.office, start="23:00", end="00:45")
        assert answer.status_code == 302, text_of(answer)
        with building():
            assert Facts.objects.get().minutes == 105

    def test_of_two_parts_asks_when_the_second_began(self):
        world = World()
        add_topic(world.meeting, world.cast.secretary_actor)
        with building():
            _, second = world.meeting.parts.order_by("number")
        lines = {f"points-{second.pk}-{line}": points for line, points in JUDGED.items()} | {
            f"conclusion-{second.pk}": "Nhất trí chuyên đề.",
            f"score_vote-{second.pk}-in_favour": "4",
        }
        assert "Bắt đầu phần chuyên đề" in text_of(world.enter(world.office))
        answer = world.enter(
            world.office, **lines, **{f"begin-{second.pk}": "20:30", "end": "21:45"}
        )
        assert answer.status_code == 302, text_of(answer)
        with building():
            parts = list(world.meeting.parts.order_by("number"))
        assert timezone.localtime(parts[1].started_at).hour == 20


@pytest.fixture(scope="class")
def world(built_once):
    """One cell and its sheet for every test of a class, each of which leaves it as it was."""
    return built_once(World)


class TestRefuse:
    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"start": "25:00"}, "giờ"),
            ({"end": "19:00"}, "trước giờ bắt đầu"),
            ({"day": "2026-12-24"}, "còn ở phía trước"),
            ({"minute_taker": ""}, "Chưa chọn mục này"),
            ({"vote-0-in_favour": "9"}, "Cộng lại là 9"),
            ({"score_vote-PART-in_favour": "7"}, "Cộng lại là 7"),
            ({"score_vote-PART-in_favour": ""}, "chưa biểu quyết điểm phần thường kỳ"),
            ({"promise-0-title": ""}, "Chưa ghi việc được giao"),
            ({"promise-0-due_on": "hôm qua"}, "ngày"),
            ({"conclusion-PART": ""}, "Chưa nhập mục này"),
            ({"points-PART-content": "31"}, "30"),
            ({"points-PART-content": "x"}, "hãy ghi số"),
            ({"points-PART-content": ""}, "Nội dung và trình tự"),
            ({"signed_minute_taker": None}, "chưa ký tay trên phiếu"),
            ({"signed_on": "2026-12-24"}, "Ngày ký"),
            ({"witness": ""}, "người chứng kiến"),
            ({"witness": "vàng thị chư"}, "không phải chính người ký"),
            ({"password": "sai"}, "Mật khẩu chưa đúng"),
        ],
    )
    def test_refuses_beside_the_field_and_leaves_nothing_behind(self, world, changes, says):
        answer = world.enter(world.office, **changes)

        assert answer.status_code == 422
        assert says in text_of(answer)
        assert "Làm đường nội bản" in text_of(answer) or "conclusion-PART" in changes
        assert "Vận động góp công" in text_of(answer) or "promise-0-title" in changes
        assert PASSWORD not in text_of(answer)
        with building():
            assert state_of(world.meeting) == Meeting.State.PLANNED
            assert not Attendance.objects.exists()
            assert not EnteredSheet.objects.exists()
            assert not Vote.objects.exists()
            assert Task.objects.count() == 1

    def test_lists_every_error_at_once(self, world):
        page = text_of(
            world.enter(
                world.office,
                **{"end": "19:00", "vote-0-in_favour": "9", "promise-0-member": ""},
            )
        )

        assert "trước giờ bắt đầu" in page
        assert "Hãy chọn người nhận việc" in page

    def test_asks_for_the_password_together_with_what_else_is_missing(self, world):
        page = text_of(world.enter(world.office, password="", **{"promise-0-member": ""}))

        assert "Hãy nhập mật khẩu của đồng chí" in page
        assert "Hãy chọn người nhận việc" in page
        assert "không bắt buộc" not in page.split("Mật khẩu của đồng chí")[1][:80]

    def test_keeps_everything_when_a_row_is_added(self, world):
        page = text_of(world.enter(world.office, more="promises"))

        assert "promise-3-title" in page
        assert "Vận động góp công" in page
        assert state_of(world.meeting) == Meeting.State.PLANNED


class TestWho:
    def test_may_not_be_a_member_an_overseer_or_another_commune(self):
        world = World()
        elsewhere = a_commune(name="Đảng bộ xã Khác")
        stranger = a_member(a_cell(elsewhere), "Giàng A Lử")
        a_post("office", elsewhere, stranger)
        for one in (world.cast.members[0], stranger):
            assert world.enter(one).status_code in (403, 404)
        assert state_of(world.meeting) == Meeting.State.PLANNED

    def test_finds_the_sheet_by_its_code(self):
        world = World()
        browser = a_visitor(world.office)
        with clock.at(NEXT_DAY):
            found = browser.post(
                reverse("meetings:find_sheet"), {"code": sheet_code(world.meeting.pk).lower()}
            )
            scanned = browser.get(
                reverse("meetings:enter_by_code", args=[sheet_code(world.meeting.pk)])
            )
            unknown = browser.post(reverse("meetings:find_sheet"), {"code": sheet_code(999)})
        page = reverse("meetings:enter_sheet", args=[world.meeting.pk])
        assert found.url == scanned.url == page
        assert unknown.status_code == 422

    def test_is_led_there_from_the_late_cell(self):
        world = World()
        browser = a_visitor(world.office)
        with clock.at(NEXT_DAY):
            page = browser.get(reverse("reports:remind", args=[2026, 12, world.cast.cell.pk]))
        assert reverse("meetings:enter_sheet", args=[world.meeting.pk]) in text_of(page)

    def test_a_signed_meeting_leads_to_its_minutes(self):
        world = World()
        world.enter(world.office)
        again = world.enter(world.office)
        assert again.url == reverse("meetings:minutes", args=[world.meeting.pk])


class TestInTime:
    @pytest.mark.parametrize(
        ("signed_after", "in_time"),
        [
            (0, True),
            (2, True),
            (3, False),
        ],
    )
    def test_is_judged_by_the_day_it_was_signed_by_hand(self, signed_after, in_time):
        world = World()

        signed_on = (NOW + timedelta(days=signed_after)).date()
        world.enter(world.office, at=NOW + timedelta(days=5), signed_on=signed_on.isoformat())

        with building():
            assert Facts.objects.get().in_time is in_time
