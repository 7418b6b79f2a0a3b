"""The triggers of the overseer's word, attacked by rows as the web role."""

import pytest
from django.db import DatabaseError, transaction

from nenep.access.scope import scope
from nenep.meetings.models import Meeting, ScoreConfirmation
from nenep.meetings.tests.scoring.test_score_votes import Evening
from nenep.members.tests.builders import acting
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db


class TestTrigger:
    """Triggers `confirmation_by_overseer` and `confirmation_seen`, by rows as the web role."""

    def row(self, evening, **columns):
        found = {"name": "X", "outcome": "agreed", "way": "own", "at": NOW, "said": "x"}
        return ScoreConfirmation(
            meeting_id=evening.meeting.pk,
            scope_key=evening.meeting.scope_key,
            score_digest="x",
            **{**found, "member_id": evening.overseer.pk, **columns},
        )

    def refused(self, actor, row):
        with scope(actor), pytest.raises(DatabaseError) as raised, transaction.atomic():
            row.save()
        diagnosis = raised.value.__cause__.diag
        assert diagnosis.constraint_name == "meetings_confirmation_by_overseer"

    def test_refuses_somebody_without_the_charge(self):
        evening = Evening()
        chair = {"way": "chair", "recorded_by": "Y", "member_id": evening.cast.members[0].pk}
        self.refused(evening.cast.secretary_actor, self.row(evening, **chair))

    def test_refuses_the_chair_in_the_overseers_name(self):
        evening = Evening()
        self.refused(evening.cast.secretary_actor, self.row(evening))

    def test_refuses_a_member_of_the_cell_in_their_own_name(self):
        evening = Evening()
        member = evening.cast.members[0]
        actor = acting(member, f"member:{membership_of(member)}")
        self.refused(actor, self.row(evening, member_id=member.pk))

    def test_of_the_own_word_alone_tells_the_room(self):
        """Trigger `confirmation_seen`: what the chair records is a command and counts itself."""
        evening = Evening()
        versions = [self.version(evening)]
        with scope(acting(evening.overseer, "charges")):
            self.row(evening).save()
        versions.append(self.version(evening))
        with scope(evening.cast.secretary_actor):
            self.row(evening, way="chair", recorded_by="Y").save()
        versions.append(self.version(evening))
        assert [one - versions[0] for one in versions] == [0, 1, 1]

    def version(self, evening):
        with building():
            return Meeting.objects.get(pk=evening.meeting.pk).version


def membership_of(member):
    with building():
        return member.memberships.get().pk
