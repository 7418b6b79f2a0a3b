"""Votes by name: the figures are the names', exactly those in the room, never of a ballot."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nenep.access.scope import scope
from nenep.meetings.models import Meeting, NamedVote, Vote
from nenep.meetings.printed import minutes_of
from nenep.meetings.room.actions.decisions import CannotVote
from nenep.meetings.room.queries.room import voters
from nenep.meetings.tests.builders import a_cast, an_open_meeting, end, send, sign_both
from nenep.meetings.tests.printed.test_printed import texts
from nenep.members.models import MemberState
from nenep.members.tests.builders import a_member
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db

CHOICES = st.sampled_from(sorted(NamedVote.Choice.values))


class Hall:
    """A meeting of five who may vote, and one probationary member who may not."""

    def __init__(self) -> None:
        self.cast = a_cast()
        a_member(self.cast.cell, "Sùng A Dế", state=MemberState.State.PROBATIONARY)
        self.meeting = an_open_meeting(self.cast)
        self.people = [self.cast.secretary, self.cast.minute_taker, *self.cast.members]

    def send(self, kind, **payload):
        return send(self.meeting, self.cast.secretary_actor, kind, **payload)

    def vote(self, *, without=(), also=None, at=None, **exceptions):
        """Everybody in favour but these: `against` and `abstained` are numbers of people."""
        choices = {f"choice.{one.pk}": "in_favour" for one in self.people}
        for choice, numbers in exceptions.items():
            choices |= {f"choice.{self.people[n].pk}": choice for n in numbers}
        for n in without:
            del choices[f"choice.{self.people[n].pk}"]
        payload = {"subject": "Nghị quyết", "rule": "resolution", **choices, **(also or {})}
        return self.send("vote_by_name", at=at, **payload)

    def kept(self):
        with building():
            vote = Vote.objects.get()
            names = dict(NamedVote.objects.values_list("member_id", "choice"))
        return vote, [names.get(one.pk) for one in self.people]


@pytest.mark.world("open")
class TestVoteByName:
    def test_of_nobody_touched_is_all_in_favour(self):
        hall = Hall()
        told = hall.vote().sentence
        vote, names = hall.kept()
        assert told.startswith("Đạt: 5 trên 5")
        assert (vote.in_favour, vote.against, vote.abstained, vote.entitled) == (5, 0, 0, 5)
        assert names == ["in_favour"] * 5

    def test_counts_the_exceptions_by_name(self):
        hall = Hall()
        hall.vote(against=[1, 2], abstained=[4])
        vote, names = hall.kept()
        assert (vote.in_favour, vote.against, vote.abstained, vote.entitled) == (2, 2, 1, 5)
        assert names == ["in_favour", "against", "against", "in_favour", "abstained"]
        assert not vote.reached

    def test_leaves_out_whoever_is_away_or_gone_and_may_not_vote(self):
        hall = Hall()
        hall.send("mark", member=hall.people[3].pk, mark="health")
        later = NOW + timedelta(minutes=20)
        hall.send("left_early", member=hall.people[4].pk, at=later)
        with scope(hall.cast.secretary_actor):
            meeting = Meeting.objects.get(pk=hall.meeting.pk)
            shown = {one.member_id for one in voters(meeting, now=later)}
        assert shown == {one.pk for one in hall.people[:3]}
        hall.vote(without=[3, 4], at=later)
        assert hall.kept()[0].entitled == 3

    def test_refuses_a_list_that_forgets_somebody_in_the_room(self):
        hall = Hall()
        with pytest.raises(CannotVote, match=f"Chưa có lựa chọn của {hall.people[3].full_name}"):
            hall.vote(without=[3])

    def test_names_some_and_counts_the_rest_of_whom_it_forgets(self):
        hall = Hall()
        with pytest.raises(CannotVote, match=r"Chưa có lựa chọn của .* và 2 người nữa"):
            hall.vote(without=[0, 1, 2, 3, 4])

    def test_refuses_a_list_with_somebody_who_is_not_in_the_room(self):
        hall = Hall()
        gone = hall.people[3]
        hall.send("mark", member=gone.pk, mark="none")
        with pytest.raises(CannotVote, match=f"{gone.full_name} không còn trong phòng"):
            hall.vote()
        with pytest.raises(CannotVote, match="Có người không còn trong phòng"):
            hall.vote(without=[3], also={"choice.0": "in_favour"})

    @pytest.mark.parametrize("choice", ["", "yes", "IN_FAVOUR"])
    def test_refuses_what_is_no_choice(self, choice):
        hall = Hall()
        with pytest.raises(CannotVote, match="Hãy chọn cho từng người"):
            hall.vote(also={f"choice.{hall.people[0].pk}": choice})

    def test_refuses_a_vote_of_nobody(self):
        hall = Hall()
        for one in hall.people:
            hall.send("mark", member=one.pk, mark="health")
        with pytest.raises(CannotVote, match="chưa có ai được biểu quyết"):
            hall.vote(without=range(5))

    def test_is_taken_back_whole(self):
        hall = Hall()
        hall.vote()
        with building():
            pk = Vote.objects.get().pk
        hall.send("remove_vote", vote=pk)
        with building():
            assert not NamedVote.objects.exists()

    def test_gives_no_names_to_hands_and_ballots(self):
        hall = Hall()
        figures = {"in_favour": 5, "against": 0, "abstained": 0, "rule": "resolution"}
        names = {f"choice.{one.pk}": "in_favour" for one in hall.people}
        hall.send("vote", subject="Giơ tay", **figures, **names)
        counts = {"issued": 5, "collected": 5, "invalid": 0, "tellers": "Lò Thị Kiểm"}
        hall.send("ballot", subject="Phiếu kín", **figures, **counts, **names)
        with building():
            assert Vote.objects.count() == 2
            assert not NamedVote.objects.exists()


class TestSums:
    @settings(
        max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(choices=st.lists(CHOICES, min_size=5, max_size=5), gone=st.sets(st.integers(0, 4)))
    def test_never_break(self, choices, gone):
        hall = self.hall
        for n, one in enumerate(hall.people):
            hall.send("mark", member=one.pk, mark="health" if n in gone else "present")
        here = [n for n in range(5) if n not in gone]
        payload = {f"choice.{hall.people[n].pk}": choices[n] for n in here}
        if not here:
            return
        hall.send("vote_by_name", subject="Việc", rule="resolution", **payload)
        with building():
            vote = Vote.objects.order_by("-pk").first()
            names = list(vote.names.values_list("choice", flat=True))
        assert sorted(names) == sorted(choices[n] for n in here)
        figures = (vote.in_favour, vote.against, vote.abstained)
        assert figures == tuple(names.count(one) for one in ("in_favour", "against", "abstained"))
        assert sum(figures) == vote.entitled == len(here)
        assert vote.denominator >= vote.entitled

    @pytest.fixture(autouse=True)
    def _hall(self):
        self.hall = Hall()


class TestMinutes:
    def test_name_the_exceptions_and_seal_commitments(self):
        hall = Hall()
        hall.vote(against=[2], abstained=[3])
        end(hall.meeting, hall.cast)
        entry = sign_both(hall.meeting, hall.cast)
        against, abstained = (hall.people[n].full_name for n in (2, 3))
        told = (
            f"Biểu quyết theo tên. Không tán thành: đồng chí {against}. "
            f"Không có ý kiến: đồng chí {abstained}."
        )
        for text in texts(entry, minutes_of, hall.cast.secretary_actor):
            assert "tán thành 3, không tán thành 1, không có ý kiến 1" in text
            assert told in text
        assert against not in entry.content
        assert '"way":"named"' in entry.content
        assert entry.content.count('"choice":"in_favour","name":{"c":') == 3
