"""The score is voted on and confirmed; a line changed after that makes both stale."""

from datetime import timedelta
from uuid import uuid4

import pytest

from nenep.access.scope import scope
from nenep.core.errors import NotAllowed
from nenep.meetings.models import Meeting, Vote
from nenep.meetings.printed import minutes_of, resolution_of
from nenep.meetings.room.actions.decisions import CannotVote
from nenep.meetings.room.actions.score_votes import CannotTakeConfirmation
from nenep.meetings.room.queries import room as room_reads
from nenep.meetings.room.queries.gaps import Gap
from nenep.meetings.scoring.actions import CannotConfirmScore, confirm_score
from nenep.meetings.scoring.queries.approval import digest_of_all
from nenep.meetings.scoring.queries.rows import score_approval
from nenep.meetings.scoring.queries.score import sheets_of
from nenep.meetings.signing.actions.sign import CannotSign
from nenep.meetings.templatetags.meetings import mended_at
from nenep.meetings.tests.builders import (
    a_cast,
    an_open_meeting,
    end,
    judge_all,
    send,
    sign_as,
    sign_both,
)
from nenep.meetings.tests.printed.test_printed import texts
from nenep.members.tests.builders import a_charge, a_member, acting
from nenep.organisations import actions as organisations
from nenep.organisations.tests.builders import EVERYTHING, NOW, TODAY, a_cell, a_commune, building

pytestmark = pytest.mark.django_db


class Evening:
    """A meeting whose score is proposed; somebody confirms scores of the cell."""

    def __init__(self, *, judged=True, overseer=True) -> None:
        self.commune = a_commune()
        self.cast = a_cast(a_cell(self.commune))
        self.overseer = a_member(a_cell(self.commune, "Chi bộ Văn phòng"), "Lường Thị Huệ")
        if overseer:
            a_charge(self.cast.cell, self.overseer, confirms_scores=True)
        self.meeting = an_open_meeting(self.cast)
        if judged:
            judge_all(self.meeting, self.cast.secretary_actor)
        with building():
            self.part = self.meeting.parts.get()

    def send(self, kind, *, at=None, **payload):
        return send(self.meeting, self.cast.secretary_actor, kind, at=at, **payload)

    def vote(self, yes=5, no=0, **more):
        payload = {"part": self.part.pk, "in_favour": yes, "against": no, "abstained": 0, **more}
        return self.send("vote_score", **payload)

    def change(self, **lines):
        return self.send("score", part=self.part.pk, **{"line__draft": "2", **lines})

    def shown(self):
        """What the overseer's page carries of the score it shows."""
        with building():
            room = Meeting.objects.get(pk=self.meeting.pk)
            return digest_of_all(sheets_of(room, until=NOW))

    def confirm(self, *, minutes=60, seen=None):
        actor = acting(self.overseer, "charges")
        seen = self.shown() if seen is None else seen
        with scope(actor):
            at = NOW + timedelta(minutes=minutes)
            return confirm_score(meeting_id=self.meeting.pk, seen=seen, actor=actor, at=at)

    def record(self, outcome, **more):
        return self.send("confirm_score", outcome=outcome, **more)

    def standing(self, minutes=0):
        with building():
            room = Meeting.objects.get(pk=self.meeting.pk)
            return score_approval(room, now=NOW + timedelta(minutes=minutes))

    def missing(self):
        with building():
            return room_reads.missing(Meeting.objects.get(pk=self.meeting.pk))

    def sign(self):
        at = NOW + timedelta(minutes=120)
        return sign_as(self.meeting, self.cast.secretary_actor, at)


class TestVoteScore:
    def test_is_kept_with_what_was_voted_on_and_by_which_rule(self):
        evening = Evening()
        told = evening.vote(4, 1).sentence
        with building():
            vote = Vote.objects.get()
        assert vote.subject.startswith("Điểm tự chấm: 95/100 điểm, xếp loại Tốt")
        assert told == f"{vote.subject}. {vote.sentence}"
        assert "4 trên 5" in vote.sentence
        assert (vote.reached, vote.entitled) == (True, 5)

    def test_comes_after_the_score_is_proposed(self):
        evening = Evening(judged=False)
        with pytest.raises(CannotTakeConfirmation, match=r"Còn \d+ dòng chưa chấm xong"):
            evening.vote()

    def test_counts_everybody_in_the_room_who_may_vote(self):
        with pytest.raises(CannotVote, match="Cộng lại là 4 nhưng có 5"):
            Evening().vote(4)

    def test_is_taken_once_and_again_after_it_was_taken_back(self):
        evening = Evening()
        evening.vote()
        with pytest.raises(CannotTakeConfirmation, match="đã biểu quyết rồi"):
            evening.vote(4, 1)
        with building():
            pk = Vote.objects.get().pk
        evening.send("remove_vote", vote=pk)
        evening.vote(4, 1)
        with building():
            assert Vote.objects.get().in_favour == 4

    def test_is_stale_once_a_line_is_changed_and_blocks_the_signature(self):
        evening = Evening()
        evening.vote()
        assert not evening.standing().parts[0].is_stale
        evening.change()
        assert evening.standing().parts[0].is_stale
        end_only(evening)
        with pytest.raises(CannotSign, match="đã sửa sau khi biểu quyết"):
            evening.sign()

    def test_that_was_never_taken_is_missing_before_signing_with_the_place_to_take_it(self):
        evening = Evening()
        end_only(evening)
        words, place = "Chi bộ chưa biểu quyết điểm phần thường kỳ.", f"bqd-{evening.part.pk}"
        [gap] = evening.missing()
        assert gap == Gap(words, "score", place)
        assert mended_at(gap, evening.meeting.pk).endswith(f"/phong/cham-diem/#{place}")
        with pytest.raises(CannotSign, match="chưa biểu quyết điểm"):
            evening.sign()
        evening.vote()
        assert evening.missing() == []

    def test_is_asked_for_once_every_line_is_judged(self):
        missing = Evening(judged=False).missing()
        assert not [gap for gap in missing if "biểu quyết điểm" in gap.sentence]

    def test_is_missing_nowhere_under_an_edition_that_does_not_ask_for_it(self):
        evening = Evening(judged=False)
        with building():
            Meeting.objects.filter(pk=evening.meeting.pk).update(edition="2018")
        end_only(evening)
        assert evening.missing() == []
        evening.sign()

    def test_again_replaces_the_stale_one(self):
        evening = Evening()
        evening.vote()
        evening.change()
        evening.vote(4, 1)
        with building():
            assert Vote.objects.get().in_favour == 4
        assert not evening.standing().parts[0].is_stale

    def test_is_not_stale_when_only_the_measures_go_on(self):
        """The length is measured until the end, after the vote."""
        evening = Evening()
        evening.vote()
        found = evening.standing(minutes=95).parts[0]
        assert (found.is_stale, found.measured_since) == (False, "100/100 điểm, xếp loại Tốt")

    def test_against_it_blocks_the_signature_and_says_so(self):
        evening = Evening()
        evening.vote(2, 3)
        end_only(evening)
        with pytest.raises(CannotSign, match="chưa được thông qua"):
            evening.sign()


class TestChairRecords:
    @pytest.mark.parametrize("outcome", ["agreed", "absent"])
    def test_what_the_overseer_said(self, outcome):
        evening = Evening()
        evening.record(outcome)
        found = evening.standing().confirmation
        assert (found.name, found.outcome, found.way) == ("Lường Thị Huệ", outcome, "chair")
        assert found.recorded_by == evening.cast.secretary.full_name

    def test_the_last_word_counts_and_is_taken_back(self):
        evening = Evening()
        evening.record("agreed")
        evening.record("absent")
        assert evening.standing().confirmation.outcome == "absent"
        evening.record("no")
        assert evening.standing().confirmation is None

    def test_not_over_what_another_device_recorded_unseen(self):
        evening = Evening()
        with building():
            seen = Meeting.objects.get(pk=evening.meeting.pk).version
        evening.record("agreed", device=uuid4())
        with pytest.raises(CannotTakeConfirmation, match="Máy khác vừa ghi Lường Thị Huệ"):
            evening.record("absent", device=uuid4(), base_version=seen)

    def test_nothing_in_place_of_the_overseers_own_word(self):
        evening = Evening()
        evening.confirm()
        with pytest.raises(CannotTakeConfirmation, match="đã tự xác nhận"):
            evening.record("absent")

    def test_nothing_where_nobody_confirms_or_nothing_is_scored(self):
        with pytest.raises(CannotTakeConfirmation, match="Chưa có ai được phân công"):
            Evening(overseer=False).record("agreed")
        with pytest.raises(CannotTakeConfirmation, match="Chưa chấm xong"):
            Evening(judged=False).record("agreed")
        with pytest.raises(CannotTakeConfirmation, match="Hãy chọn"):
            Evening().record("maybe")


class TestOwnWord:
    def test_is_kept_and_the_room_learns_of_it(self):
        evening = Evening()
        with building():
            before = Meeting.objects.get(pk=evening.meeting.pk).version
        evening.confirm()
        with building():
            after = Meeting.objects.get(pk=evening.meeting.pk).version
        found = evening.standing().confirmation
        assert (found.way, found.recorded_by, after) == ("own", "", before + 1)

    def test_is_given_again_only_after_a_line_changed(self):
        evening = Evening()
        evening.confirm()
        with pytest.raises(CannotConfirmScore, match="đã xác nhận điểm này rồi"):
            evening.confirm()
        evening.change()
        assert evening.standing().is_stale
        assert any("xác nhận lại" in one.sentence for one in evening.standing().problems)
        evening.confirm()
        assert not evening.standing().is_stale

    def test_is_for_the_score_that_was_shown(self):
        evening = Evening()
        seen = evening.shown()
        evening.change()
        with pytest.raises(CannotConfirmScore, match="đã đổi"):
            evening.confirm(seen=seen)
        with pytest.raises(CannotConfirmScore, match="đã đổi"):
            evening.confirm(seen="")
        evening.confirm()

    def test_is_only_the_charged_members(self):
        evening = Evening(overseer=False)
        a_charge(evening.cast.cell, evening.overseer)
        with pytest.raises(CannotConfirmScore, match="Chỉ người được phân công xác nhận điểm"):
            evening.confirm()

    def test_of_somebody_elsewhere_is_refused(self):
        evening = Evening()
        other = Evening()
        actor = acting(other.overseer, "charges")
        with scope(actor), pytest.raises(NotAllowed):
            confirm_score(meeting_id=evening.meeting.pk, seen="", actor=actor, at=NOW)

    def test_waits_for_the_whole_score_and_ends_with_the_first_signature(self):
        with pytest.raises(CannotConfirmScore, match="chưa chấm xong"):
            Evening(judged=False).confirm()
        evening = Evening()
        evening.vote()
        end_only(evening)
        evening.sign()
        with pytest.raises(CannotConfirmScore, match="đã có người ký"):
            evening.confirm()
        sign_both(evening.meeting, evening.cast)
        with pytest.raises(CannotConfirmScore, match="Đã ký biên bản"):
            evening.confirm()


class TestOverseer:
    @pytest.mark.parametrize("over", ["cluster", "commune"])
    def test_of_the_cluster_or_the_commune_confirms_too(self, over):
        evening = Evening(overseer=False)
        if over == "cluster":
            cluster = a_cluster(evening)
            a_charge(evening.commune, evening.overseer, cluster_id=cluster.pk, confirms_scores=True)
        else:
            a_charge(evening.commune, evening.overseer, confirms_scores=True)
        evening.confirm()
        assert evening.standing().confirmation.name == "Lường Thị Huệ"

    def test_of_the_cell_comes_before_that_of_the_commune(self):
        evening = Evening()
        a_charge(evening.commune, a_member(evening.cast.cell, "Ai Khác"), confirms_scores=True)
        assert evening.standing().overseer == "Lường Thị Huệ"


class TestMinutes:
    def test_and_resolution_say_vote_and_confirmation(self):
        evening = Evening()
        end_only(evening)
        evening.vote(4, 1, time="20:50", at=NOW + timedelta(minutes=104))
        evening.confirm(minutes=105)
        entry = sign_both(evening.meeting, evening.cast)
        for describe in (minutes_of, resolution_of):
            for text in texts(entry, describe, evening.cast.secretary_actor):
                assert "Biểu quyết điểm: tán thành 4, không tán thành 1" in text
                assert (
                    "Cấp ủy viên phụ trách, đồng chí Lường Thị Huệ: "
                    "đã xác nhận điểm trên phần mềm lúc"
                ) in text
                assert text.count("Điểm tự chấm:") == 0
        assert "Lường Thị Huệ" not in entry.content
        assert '"score_confirmation":' in entry.content

    @pytest.mark.parametrize(
        ("outcome", "words"), [("agreed", "có mặt, đồng ý với điểm"), ("absent", "không có mặt")]
    )
    def test_say_what_the_chair_recorded(self, outcome, words):
        evening = Evening()
        evening.record(outcome)
        evening.vote()
        end_only(evening)
        entry = sign_both(evening.meeting, evening.cast)
        for text in texts(entry, minutes_of, evening.cast.secretary_actor):
            assert f"đồng chí Lường Thị Huệ: {words} (Lò Văn Bình ghi)." in text


def end_only(evening):
    end(evening.meeting, evening.cast, votes=False)


def a_cluster(evening):
    about = {"actor": EVERYTHING, "at": NOW}
    with building():
        cluster = organisations.form_cluster(
            organisation_id=evening.commune.pk, name="Cụm 1", **about
        )
        organisations.assign_to_cluster(
            cluster_id=cluster.pk, cell_id=evening.cast.cell.pk, on=TODAY, **about
        )
    return cluster
