"""Conclusion and resolution in words: drafted before, edited until signed, sealed and printed."""

from datetime import timedelta

import pytest
from django.urls import reverse

from nenep.access.scope import scope
from nenep.core import clock
from nenep.meetings.book import reading
from nenep.meetings.book.export import export
from nenep.meetings.book.verify import verify
from nenep.meetings.models import Meeting, Part, ResolutionText, Wording
from nenep.meetings.printed import minutes_of, resolution_of
from nenep.meetings.room.queries.gaps import gaps, sheets_to_sign
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    a_promise,
    an_ended_meeting,
    judge_all,
    send,
    sign_as,
    sign_both,
    vote_on_resolution,
    vote_on_score,
)
from nenep.meetings.tests.visitors import a_visitor, text_of
from nenep.organisations.tests.builders import NOW, building
from nenep.tasks.models import TaskReport

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=110)


def write(meeting, member, *, at=LATER, **typed):
    with building():
        part = meeting.parts.get(number=1)
        version = Meeting.objects.get(pk=meeting.pk).version
    found = {"base_version": typed.pop("base_version", version)} | {
        name.replace("__", "-").replace("conclusion", f"conclusion-{part.pk}"): text
        for name, text in typed.items()
    }
    browser = a_visitor(member)
    with clock.at(at):
        return browser.post(reverse("meetings:words", args=[meeting.pk]), found)


def printed(entry):
    with building():
        return str(minutes_of(entry)), str(resolution_of(entry))


def gaps_of(meeting):
    with building():
        found = Meeting.objects.get(pk=meeting.pk)
        return [gap.sentence for gap in gaps(found, sheets_to_sign(found))]


@pytest.mark.world("ended")
class TestEdit:
    def test_is_what_is_sealed_and_printed(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        answer = write(
            meeting, cast.secretary, conclusion="Làm đường trước mùa mưa.",
            resolution__results="Tháng qua làm tốt.", resolution__tasks="Một là làm đường.",
            resolution__assignment="Giao như sau:", resolution__score="Rút kinh nghiệm về giờ.",
        )  # fmt: skip
        assert answer.url == reverse("meetings:sign", args=[meeting.pk])
        with clock.at(LATER):
            page = a_visitor(cast.secretary).get(reverse("meetings:beside", args=[meeting.pk]))
        assert "Một là làm đường." in text_of(page)

        entry = sign_both(meeting, cast)

        minutes, resolution = printed(entry)
        assert "Làm đường trước mùa mưa." in minutes
        assert "Làm đường trước mùa mưa." not in resolution
        for words in ("Tháng qua làm tốt.", "Một là làm đường.", "Giao như sau:", "về giờ."):
            assert words in resolution
        assert "Chi bộ tự chấm" in resolution
        with building():
            assert "Làm đường" not in entry.content
            assert verify([export(entry)]).findings == ()

    def test_leaves_an_entry_without_words_as_it_was(self):
        cast = a_cast()
        entry = sign_both(an_ended_meeting(cast), cast)
        with building():
            assert "resolution_texts" not in reading.read(entry)
        assert "Nhất trí nhiệm vụ tháng tới." in printed(entry)[1]

    def test_asks_who_had_signed_to_sign_again(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        sign_as(meeting, cast.secretary_actor, LATER)
        write(meeting, cast.secretary, resolution__tasks="Một là làm đường.")
        with building():
            assert not meeting.signatures.exists()

    def test_keeps_both_where_somebody_else_wrote_meanwhile(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        answer = write(meeting, cast.secretary, conclusion="Bản của bí thư.", base_version=1)
        assert answer.status_code == 302
        with building():
            assert Wording.objects.get().text == "Bản của bí thư."
            assert Part.objects.get(meeting=meeting).conclusion == "Nhất trí nhiệm vụ tháng tới."

    def test_refuses_what_is_too_long_and_keeps_it_on_the_page(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        answer = write(meeting, cast.secretary, resolution__tasks="dài " * 6000)
        assert answer.status_code == 422
        assert "20.000" in text_of(answer)
        assert "dài dài dài" in text_of(answer)
        # What was left alone stays as it is.
        assert "Nhất trí nhiệm vụ tháng tới.</textarea>" in text_of(answer)
        with building():
            assert not ResolutionText.objects.exists()

    def test_refuses_over_what_another_device_wrote_into_the_resolution(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        write(meeting, cast.secretary, resolution__tasks="Bản trước.")
        answer = write(meeting, cast.secretary, resolution__tasks="Bản sau.", base_version=1)
        assert answer.status_code == 422
        assert "Bản sau." in text_of(answer)
        with building():
            assert ResolutionText.objects.get().text == "Bản trước."

    def test_is_not_for_a_member_nor_after_signing(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        assert write(meeting, cast.members[0], conclusion="x").status_code in (403, 404)
        sign_both(meeting, cast)
        answer = write(meeting, cast.secretary, conclusion="x")
        assert answer.url == reverse("meetings:meeting", args=[meeting.pk])


class TestDraft:
    def test_is_not_written_over_by_who_had_not_seen_it(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        write(meeting, cast.secretary, conclusion="Làm đường trước Tết.")

        answer = write(meeting, cast.secretary, conclusion="Làm mương.", base_version=0)

        assert answer.status_code == 422
        shown = text_of(answer)
        assert "Bản đang lưu: Làm đường trước Tết." in shown
        assert "Làm mương." in shown
        with building():
            assert meeting.parts.get().conclusion == "Làm đường trước Tết."

    def test_is_carried_into_the_room_and_confirmed_there(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        write(
            meeting, cast.secretary, at=NOW - timedelta(days=1), conclusion="Dự thảo kết luận.",
            resolution__tasks="Dự thảo nhiệm vụ.",
        )  # fmt: skip
        actor = cast.secretary_actor
        send(meeting, actor, "start", chair=cast.secretary.pk, minute_taker=cast.minute_taker.pk)
        send(meeting, actor, "mark_all_present")
        vote_on_resolution(meeting, actor)
        judge_all(meeting, actor)
        vote_on_score(meeting, actor)
        send(meeting, actor, "end", at=NOW + timedelta(minutes=100))

        room = a_visitor(cast.secretary)
        with clock.at(LATER):
            page = room.get(reverse("meetings:room_step", args=[meeting.pk, "noi-dung"]))
        assert "Dự thảo kết luận." in text_of(page)
        assert "Còn là dự thảo" in text_of(page)
        assert any("còn là dự thảo" in one for one in gaps_of(meeting))

        # Sent as it is, it is the conclusion.
        write(meeting, cast.secretary, conclusion="Dự thảo kết luận.")
        assert gaps_of(meeting) == []
        assert "Dự thảo nhiệm vụ." in printed(sign_both(meeting, cast))[1]

    def test_is_not_written_into_a_meeting_that_passes_no_resolution(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast, kind="extraordinary")
        page = a_visitor(cast.secretary)
        with clock.at(LATER):
            shown = text_of(page.get(reverse("meetings:sign", args=[meeting.pk])))
        assert "resolution-tasks" not in shown
        answer = write(meeting, cast.secretary, resolution__tasks="x")
        assert answer.status_code == 422


class TestEarlierPromises:
    def test_say_how_each_stood_at_the_start_and_what_came_of_it(self):
        cast = a_cast()
        told, silent = a_promise(cast), a_promise(cast, "Sửa đường")
        with building():
            for says, at in (("doing", NOW - timedelta(days=2)), ("finished", LATER)):
                TaskReport.objects.create(
                    task=told, member=cast.members[0], says=says, words="đã thăm", at=at,
                )  # fmt: skip
        meeting = an_ended_meeting(cast)
        send(meeting, cast.secretary_actor, "settle", at=LATER, task=told.pk, done="yes",
             result="Thăm bốn hộ")  # fmt: skip
        entry = sign_both(meeting, cast)

        with building():
            found = {one["title"]: one for one in reading.read(entry)["earlier_promises"]}
        assert found[told.title]["at_start"] == "doing"
        assert found[told.title]["state"] == "done"
        assert found[silent.title]["at_start"] == "unreported"
        assert "Báo đang làm" in printed(entry)[1]
        with scope(cast.secretary_actor):
            assert meeting.items.filter(task=silent).exists()
