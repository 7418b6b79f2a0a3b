"""What cannot be drawn is not sealed, and what people type can be drawn."""

import pytest
from django.urls import reverse

from nenep.documents import pdf as drawing
from nenep.meetings.models import Entry, Meeting
from nenep.meetings.signing.actions.sign import CannotSign
from nenep.meetings.tests.builders import a_cast, an_ended_meeting, at_meeting, send, sign_both
from nenep.meetings.tests.visitors import a_visitor
from nenep.organisations.tests.builders import building

pytestmark = [pytest.mark.django_db, pytest.mark.world("ended")]


class TestANoteOfManyLongWords:
    def test_is_signed_and_printed(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        with building():
            item = meeting.items.get(step="discussion")
        send(meeting, cast.secretary_actor, "write_note", item=item.pk, text="nghiêngngả " * 600)
        entry = sign_both(meeting, cast)

        browser = a_visitor(cast.secretary)
        with at_meeting(meeting, 120):
            for what in ("bien-ban", "nghi-quyet", "ho-so"):
                page = reverse("meetings:download", args=[meeting.pk, entry.sequence, what, "pdf"])
                assert browser.get(page).status_code == 200


class TestWhatCannotBeDrawn:
    def test_is_not_sealed_and_the_signer_is_told(self, monkeypatch, tmp_path):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        monkeypatch.setattr(drawing, "FONTS", tmp_path)  # as FONTS_DIR of an empty folder

        with pytest.raises(CannotSign, match="chưa niêm phong"):
            sign_both(meeting, cast)

        with building():
            assert not Entry.objects.filter(meeting=meeting).exists()
            assert Meeting.objects.get(pk=meeting.pk).state == Meeting.State.ENDED
