"""A password set by a slip that the other signer printed since the notice: said, not banned."""

import json
from datetime import timedelta

import pytest

from nenep.access.scope import scope
from nenep.accounts import actions as accounts
from nenep.accounts.models import Account
from nenep.audit.models import Event
from nenep.meetings.book import reading
from nenep.meetings.book.export import export
from nenep.meetings.book.verify import verify
from nenep.meetings.models import Entry
from nenep.meetings.printed import minutes_of
from nenep.meetings.signing.actions.sign import sign
from nenep.meetings.signing.actions.sign_beside import sign_beside
from nenep.meetings.tests.builders import a_cast, an_ended_meeting, shown_now, sign_as
from nenep.members.tests.builders import a_member, a_post, acting
from nenep.organisations.tests.builders import NOW, building

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=110)
# The meeting is announced two days before.
BEFORE_NOTICE = NOW - timedelta(days=2, hours=1)
SINCE = NOW - timedelta(days=1)
NEW = "chim hót bên suối"


def with_slip(cast, printer, at):
    """Give the minute-taker a password by a slip that somebody printed."""
    with scope(printer):
        slip = accounts.print_slip(member_id=cast.minute_taker.pk, actor=printer, at=at)
    accounts.use_slip(code=slip.code, password=NEW, at=at + timedelta(minutes=5))


def signed(meeting, cast, *, beside=False):
    """The entry: the secretary signs, then the minute-taker with the new password."""
    sign_as(meeting, cast.secretary_actor, LATER)
    about = {"meeting_id": meeting.pk, "password": NEW, "shown": shown_now(meeting), "at": LATER}
    if beside:
        with building():
            login = Account.objects.get(member=cast.minute_taker).login
        with scope(cast.secretary_actor):
            return sign_beside(name=login, actor=cast.secretary_actor, **about)
    actor = cast.minute_taker_actor()
    with scope(actor):
        return sign(actor=actor, **about)


def said(entry):
    """What the entry says of the minute-taker's slip, and what minutes and journal say."""
    with building():
        entry = Entry.objects.get(pk=entry.pk)
        [one] = [s for s in reading.read(entry)["signatures"] if s["role"] == "minute_taker"]
        journal = Event.objects.filter(code__startswith="meeting.signed_").order_by("at", "words")
        assert verify([export(entry)]).findings == ()
        return one.get("slip_by"), repr(minutes_of(entry)), [event.words for event in journal]


class TestSlipOfTheOther:
    @pytest.mark.parametrize("beside", [False, True], ids=["own device", "beside"])
    def test_stands_in_entry_minutes_and_journal(self, beside):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        with_slip(cast, cast.secretary_actor, SINCE)

        slip_by, minutes, journal = said(signed(meeting, cast, beside=beside))

        assert slip_by == "Lò Văn Bình"
        assert "mật khẩu đặt bằng phiếu do Lò Văn Bình in" in minutes
        assert any("mật khẩu đặt bằng phiếu do chủ trì in" in words for words in journal)

    def test_is_said_of_no_other_slip(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        with_slip(cast, cast.secretary_actor, BEFORE_NOTICE)

        slip_by, minutes, _ = said(signed(meeting, cast))

        assert slip_by is None
        assert "phiếu do" not in minutes

    def test_is_not_said_where_somebody_else_printed_it(self):
        cast = a_cast()
        deputy = a_member(cast.cell, "Sùng A Phó")
        post = a_post("deputy", cast.cell, deputy)
        meeting = an_ended_meeting(cast)
        with_slip(cast, acting(deputy, f"post:{post.pk}"), SINCE)

        assert said(signed(meeting, cast))[0] is None

    def test_is_said_after_another_slip_that_was_never_used_and_a_change_of_the_password(self):
        cast = a_cast()
        meeting = an_ended_meeting(cast)
        with_slip(cast, cast.secretary_actor, SINCE)
        with scope(cast.secretary_actor):
            accounts.print_slip(
                member_id=cast.minute_taker.pk,
                actor=cast.secretary_actor,
                at=SINCE + timedelta(hours=1),
            )

        entry = signed(meeting, cast)

        assert said(entry)[0] == "Lò Văn Bình"
        assert "slip_by" in json.dumps(json.loads(entry.content)["signatures"])
