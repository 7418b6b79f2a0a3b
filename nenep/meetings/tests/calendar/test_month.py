"""A month's meeting from plan to seal, by the actions."""

import pytest

from nenep.access.scope import scope
from nenep.meetings.book.export import export
from nenep.meetings.book.verify import verify
from nenep.meetings.models import Facts, Meeting
from nenep.meetings.tests.builders import a_cast, a_signed_meeting

pytestmark = pytest.mark.django_db


class TestMonth:
    def test_ends_with_a_sealed_entry_and_its_facts(self):
        cast = a_cast()

        meeting, entry = a_signed_meeting(cast)

        with scope(cast.secretary_actor):
            facts = Facts.objects.get(meeting=meeting)
            assert Meeting.objects.get(pk=meeting.pk).state == "signed"
            assert (facts.entitled, facts.present, facts.minutes) == (5, 5, 100)
            assert facts.score == 100
            assert entry.resolution is not None
            assert entry.resolution.symbol == "Số 01-NQ/CB"
            verdict = verify([export(entry)])
        assert verdict.findings == ()
        assert verdict.head == entry.hash
