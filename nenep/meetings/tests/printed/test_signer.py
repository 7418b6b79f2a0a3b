"""Papers are signed by who held the post on the paper's day, in the capacity of that post."""

from datetime import timedelta

import pytest

from nenep.access.scope import scope
from nenep.meetings.printed import resolution_of
from nenep.meetings.printed.notice import notice_of
from nenep.meetings.tests.builders import a_cast, a_meeting, an_ended_meeting, sign_both
from nenep.members.models import Post
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.tests.builders import NOW, TODAY, building
from nenep.reports.issuing import issuer_of

pytestmark = [pytest.mark.django_db, pytest.mark.world("cast")]


def ends(member, on):
    """The member's post ends on a day."""
    with building():
        Post.objects.filter(member=member).exclude(kind__in=["chair", "minute_taker"]).update(
            valid_to=on
        )


def a_deputy(cast, **dates):
    deputy = a_member(cast.cell, "Giàng A Páo")
    a_post("deputy", cast.cell, deputy, **dates)
    return deputy


def signature(document):
    [place] = document.signatures
    return (place.role, place.post, place.name)


def of_resolution(entry):
    with building():
        return signature(resolution_of(entry))


class TestAResolution:
    def test_is_signed_by_the_deputy_where_there_is_no_secretary_that_day(self):
        cast = a_cast()
        a_deputy(cast)
        meeting = an_ended_meeting(cast)
        ends(cast.secretary, TODAY - timedelta(days=3))

        entry = sign_both(meeting, cast)

        assert of_resolution(entry) == ("T/M CHI BỘ", "Phó bí thư", "Giàng A Páo")

    def test_is_signed_by_the_secretary_whose_post_ended_that_day(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        ends(cast.secretary, TODAY)

        entry = sign_both(meeting, cast)

        assert of_resolution(entry) == ("T/M CHI BỘ", "Bí thư", "Lò Văn Bình")

    def test_is_signed_by_the_chair_where_nobody_held_a_post(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        ends(cast.secretary, TODAY - timedelta(days=3))

        entry = sign_both(meeting, cast)

        assert of_resolution(entry) == ("T/M CHI BỘ", "Chủ trì", "Lò Văn Bình")

    def test_keeps_its_signer_when_the_post_changes_later(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        entry = sign_both(meeting, cast)

        ends(cast.secretary, TODAY - timedelta(days=3))

        assert of_resolution(entry) == ("T/M CHI BỘ", "Bí thư", "Lò Văn Bình")


class TestANotice:
    def test_is_signed_by_the_post_of_the_day_it_bears(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        ends(cast.secretary, TODAY - timedelta(days=1))
        a_deputy(cast, valid_from=TODAY)

        with scope(cast.secretary_actor):
            document = notice_of(meeting, at=NOW - timedelta(days=5))

        assert document.issued_on == TODAY - timedelta(days=5)
        assert signature(document) == ("T/M CHI BỘ", "Bí thư", "Lò Văn Bình")


class TestAReport:
    def test_of_a_cell_is_signed_for_the_cell(self):
        cast = a_cast()

        with scope(cast.secretary_actor):
            place = issuer_of(cast.secretary_actor, on=TODAY).signature

        assert (place.role, place.post, place.name) == ("T/M CHI BỘ", "Bí thư", "Lò Văn Bình")
