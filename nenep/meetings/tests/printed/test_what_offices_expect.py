"""Minutes and resolution carry what offices look for, each thing once."""

from itertools import pairwise

import pytest

from nenep.documents.structure import Heading, PrintedTable
from nenep.meetings.printed import minutes_of, resolution_of
from nenep.meetings.tests.builders import a_cast, an_open_meeting, end, send, sign_both
from nenep.meetings.tests.printed.test_printed import texts
from nenep.members.models import MemberState
from nenep.members.tests.builders import a_member
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db


def sealed():
    """Six official members, one probationary, one exempt who is away; the resolution adopted."""
    cast = a_cast(others=4)
    a_member(cast.cell, "Sùng A Dế", state=MemberState.State.PROBATIONARY)
    exempt = a_member(cast.cell, "Lò Thị Xiên", state=MemberState.State.EXEMPT)
    meeting = an_open_meeting(cast)
    actor = cast.secretary_actor
    send(meeting, actor, "mark", member=exempt.pk, mark="health")
    send(meeting, actor, "mark", member=cast.members[1].pk, mark="none")
    with building():
        item = meeting.items.get(step="discussion")
    send(meeting, actor, "write_note", item=item.pk, text="Đồng chí A: nhất trí.")
    subject = f"Thông qua nghị quyết tháng {NOW:%m/%Y}"
    send(
        meeting, actor, "vote", subject=subject, rule="resolution",
        in_favour=5, against=0, abstained=0,
    )  # fmt: skip
    end(meeting, cast, resolution=False)
    return sign_both(meeting, cast)


class TestMinutes:
    def test_count_official_probationary_and_exempt_apart(self):
        for text in texts(sealed()):
            assert "Chính thức 6 5 0 1" in text
            assert "Dự bị 1 1 0 0" in text
            assert "Miễn sinh hoạt 1 0 1 0" in text
            assert "Cộng 8 6 1 1" in text
            assert "Đảng viên chính thức được triệu tập: 6." in text

    def test_conclude_once_in_its_place(self):
        entry = sealed()
        with building():
            body = minutes_of(entry).body
        titles = [one.text for one in body if isinstance(one, Heading)]

        assert titles.count("Kết luận") == 1
        for text in texts(entry):
            assert text.count("Nhất trí nhiệm vụ tháng tới.") == 1

    def test_have_no_empty_steps(self):
        entry = sealed()
        with building():
            body = minutes_of(entry).body

        empty = [
            one.text
            for one, after in pairwise((*body, Heading(1, "")))
            if isinstance(one, Heading) and isinstance(after, Heading) and after.level <= one.level
        ]
        assert empty == []
        # What was on the agenda is still said.
        assert all("Tuyên bố lý do" in text for text in texts(entry))

    def test_tell_lengths_in_minutes(self):
        for text in texts(sealed()):
            assert "100 phút, ít nhất 90 phút" in text
            assert "111,11 %" not in text

    def test_tell_votes_in_per_cent_of_their_base(self):
        for text in texts(sealed()):
            assert "5/6 = 83,33 %" in text


class TestResolution:
    def test_carries_its_own_vote(self):
        for text in texts(sealed(), resolution_of):
            assert "Biểu quyết nghị quyết: tán thành 5/6 = 83,33 %" in text
            assert text.count("Thông qua nghị quyết tháng") == 0

    def test_says_how_long_and_who_is_exempt(self):
        for text in texts(sealed(), resolution_of):
            assert "chính thức 6, dự bị 1, miễn sinh hoạt 1" in text
            assert "họp 100 phút" in text

    def test_has_the_points_of_each_group(self):
        entry = sealed()
        with building():
            tables = [one for one in resolution_of(entry).body if isinstance(one, PrintedTable)]

        rows = {row[0]: row[1:] for row in tables[-1].rows}
        assert rows["Tiến hành sinh hoạt"][0] == "40"
        assert rows["Tổng cộng"][0] == "100"
        assert len(rows) == 8

    def test_goes_to_the_overseer_and_the_front(self):
        entry = sealed()
        with building():
            recipients = resolution_of(entry).recipients

        assert "Cấp ủy viên phụ trách chi bộ" in recipients
        assert "Mặt trận Tổ quốc và các đoàn thể" in recipients
