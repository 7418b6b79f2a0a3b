"""A signature made by hand on the printed minutes, entered with day and witness."""

import io
from datetime import timedelta

import pypdf
import pytest
from django.urls import reverse

from nenep.access.scope import scope
from nenep.accounts.errors import CannotConfirm
from nenep.audit.models import Event
from nenep.core import clock
from nenep.core.errors import NotAllowed
from nenep.documents.printed_text import grouped
from nenep.meetings.book import reading
from nenep.meetings.book.export import export
from nenep.meetings.book.verify import verify
from nenep.meetings.models import Entry, Meeting, Signature
from nenep.meetings.printed import minutes_of
from nenep.meetings.signing.actions.sign import CannotSign
from nenep.meetings.signing.actions.sign_paper import enter_paper_signature
from nenep.meetings.signing.queries import to_sign
from nenep.meetings.tests.builders import (
    PASSWORD,
    a_cast,
    an_ended_meeting,
    send,
    shown_now,
    sign_as,
)
from nenep.meetings.tests.visitors import a_visitor, state_of, text_of
from nenep.members.tests.builders import a_member_of
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=110)


def code_of(meeting):
    with building():
        words = to_sign(Meeting.objects.get(pk=meeting.pk)).words
    assert words is not None
    return words.digest


def enter(meeting, actor, **changes):
    typed = {
        "kind": "minute_taker",
        "code": grouped(code_of(meeting))[:9],
        "signed_on": LATER.date(),
        "witness": "Lò Thị Mai",
        "password": PASSWORD,
    }
    with scope(actor):
        return enter_paper_signature(
            meeting_id=meeting.pk, actor=actor, at=LATER, **(typed | changes)
        )


def signatures():
    with building():
        return dict(Signature.objects.values_list("kind", "way"))


def content_of(entry):
    with building():
        return reading.read(entry)


@pytest.mark.world("ended")
class TestEnter:
    def test_seals_with_the_other_signature_in_the_application(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        assert sign_as(meeting, cast.secretary_actor, LATER) is None

        entry = enter(meeting, cast.secretary_actor)

        assert entry is not None
        on_paper, in_app = sorted(content_of(entry)["signatures"], key=len, reverse=True)
        assert on_paper["way"] == "paper"
        assert on_paper["signed_on"] == LATER.date().isoformat()
        assert on_paper["name"] == cast.minute_taker.full_name
        assert on_paper["witness"] == "Lò Thị Mai"
        assert on_paper["entered_by"] == cast.secretary.full_name
        assert on_paper["content_digest"] == in_app["content_digest"]
        # Nothing new in what others sign: old verifiers read it as before.
        assert set(in_app) == {"role", "name", "signed_at", "content_digest"}
        with building():
            assert Event.objects.filter(code="meeting.paper_signature_entered").count() == 1

    def test_may_come_first(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)

        assert enter(meeting, cast.secretary_actor) is None
        assert signatures() == {"minute_taker": "paper"}
        assert sign_as(meeting, cast.secretary_actor, LATER) is not None

    def test_leaves_a_book_that_verifies_and_hides_the_names(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        sign_as(meeting, cast.secretary_actor, LATER)
        entry = enter(meeting, cast.secretary_actor)

        with building():
            exported = export(Entry.objects.get(pk=entry.pk))

        assert verify([exported]).findings == ()
        assert "Lò Thị Mai" not in entry.content
        assert cast.secretary.full_name not in entry.content

    @pytest.mark.parametrize(
        ("changes", "says"),
        [
            ({"code": "0000 0000"}, "không phải của nội dung hiện nay"),
            ({"code": ""}, "không phải của nội dung hiện nay"),
            ({"signed_on": LATER.date() + timedelta(days=1)}, "Ngày ký"),
            ({"signed_on": LATER.date() - timedelta(days=1)}, "Ngày ký"),
            ({"witness": " "}, "người chứng kiến"),
            ({"witness": "vàng thị chư"}, "không phải chính người ký"),
            ({"kind": "chair"}, "Chữ ký của mình"),
            ({"kind": "x"}, "Chưa rõ là chữ ký của ai"),
        ],
    )
    def test_says_what_will_not_do(self, changes, says):
        cast = a_cast()
        meeting = an_ended_meeting(cast)

        with pytest.raises(CannotSign, match=says):
            enter(meeting, cast.secretary_actor, **changes)
        assert signatures() == {}

    def test_takes_four_signs_of_the_code_for_too_few(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)

        with pytest.raises(CannotSign, match="không phải của nội dung"):
            enter(meeting, cast.secretary_actor, code=code_of(meeting)[:7])

    def test_is_refused_for_a_print_whose_words_changed_since(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        code = code_of(meeting)
        with scope(cast.secretary_actor):
            part = meeting.parts.get()
        send(meeting, cast.secretary_actor, "conclude", part=part.pk, text="Khác.", at=LATER)

        with pytest.raises(CannotSign, match="in lại và ký lại"):
            enter(meeting, cast.secretary_actor, code=code)

    def test_is_confirmed_by_whoever_enters_it(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)

        with pytest.raises(CannotConfirm):
            enter(meeting, cast.secretary_actor, password="sai")
        assert signatures() == {}

    def test_is_one_of_two_at_most(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        enter(meeting, cast.secretary_actor)

        with pytest.raises(CannotSign, match="phải tự xác nhận trên phần mềm"):
            enter(meeting, cast.minute_taker_actor(), kind="chair")

    def test_does_not_replace_a_signature_in_the_application(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        sign_as(meeting, cast.minute_taker_actor(), LATER)

        with pytest.raises(CannotSign, match="đã ký rồi"):
            enter(meeting, cast.secretary_actor)

    def test_gives_way_to_its_owner_in_the_application(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        enter(meeting, cast.secretary_actor)

        sign_as(meeting, cast.minute_taker_actor(), LATER)

        assert signatures() == {"minute_taker": "app"}

    def test_is_not_for_members(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)

        with pytest.raises(NotAllowed):
            enter(meeting, a_member_of(cast.cell))


class TestPaper:
    def test_says_day_and_witness(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        sign_as(meeting, cast.secretary_actor, LATER)
        entry = enter(meeting, cast.secretary_actor)

        with building():
            remarks = [one.remark for one in minutes_of(entry).signatures]

        assert remarks[0] == (
            f"Ký trên bản giấy ngày {LATER:%d/%m/%Y}, người chứng kiến Lò Thị Mai"
        )
        assert remarks[1].startswith("Đã xác nhận trên phần mềm lúc")


def address(name, meeting):
    return reverse(f"meetings:{name}", args=[meeting.pk])


@pytest.mark.world("ended")
class TestPages:
    @pytest.fixture(autouse=True)
    def _late_evening(self):
        with clock.at(LATER):
            yield

    def test_lead_from_the_print_to_the_minutes(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        visitor = a_visitor(cast.secretary)
        typed = {"password": PASSWORD, "shown": shown_now(meeting).digest}
        visitor.post(address("sign", meeting), typed)
        shown = text_of(visitor.get(address("sign", meeting)))
        assert "không phải chữ ký điện tử" in shown
        assert address("draft", meeting) in shown
        pdf = pypdf.PdfReader(io.BytesIO(visitor.get(address("draft", meeting)).content))
        code = grouped(code_of(meeting))
        assert code in " ".join(pdf.pages[0].extract_text().split())

        response = visitor.post(
            address("paper_signature", meeting),
            {
                "kind": "minute_taker",
                "code": code[:9].upper(),
                "signed_on": LATER.date().isoformat(),
                "witness": "Lò Thị Mai",
                "password": PASSWORD,
            },
            follow=True,
        )

        assert response.redirect_chain[0][0] == address("minutes", meeting)
        assert f"Ký trên bản giấy ngày {LATER:%d/%m/%Y}" in text_of(response)
        assert "người chứng kiến Lò Thị Mai" in text_of(response)

    def test_keep_what_was_typed(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)

        response = a_visitor(cast.secretary).post(
            address("paper_signature", meeting),
            {"kind": "minute_taker", "witness": "Lò Thị Mai", "code": "0000 0000"},
        )

        assert response.status_code == 422
        assert "Lò Thị Mai" in text_of(response)
        assert state_of(meeting) == "ended"

    @pytest.mark.parametrize("name", ["draft", "paper_signature"])
    def test_are_not_for_members(self, name):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        visitor = a_visitor(cast.members[0])
        ask = visitor.get if name == "draft" else visitor.post

        assert ask(address(name, meeting)).status_code in (403, 404)
