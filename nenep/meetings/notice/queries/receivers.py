"""Whom the notice of a meeting reaches, and how: in the product, by e-mail, or only on paper."""

from dataclasses import dataclass

from django.utils import timezone

from nenep.access.actor import Actor
from nenep.accounts.queries import members_who_log_in
from nenep.meetings.appointment.queries import told_last
from nenep.meetings.body.queries.people import with_mail
from nenep.meetings.body.queries.recipients import invited
from nenep.meetings.jobs import about_of
from nenep.meetings.models import Meeting
from nenep.notices import queries as notices
from nenep.notices.models import Delivery

_TONES = {
    Delivery.State.SENT: "good",
    Delivery.State.QUEUED: "info",
    Delivery.State.SENDING: "info",
}


@dataclass(frozen=True)
class Receiver:
    """One of those invited.

    Attributes:
        logs_in: whether the person has an account in use.
        has_mail: whether an address is known; not which.
        delivery: what became of the message outside, if one was sent.
    """

    member_id: int
    full_name: str
    logs_in: bool
    has_mail: bool
    delivery: Delivery | None

    @property
    def needs_paper(self) -> bool:
        """Whether nothing but paper or a word of mouth reaches the person."""
        failed = self.delivery is not None and self.delivery.state in (
            Delivery.State.FAILED,
            Delivery.State.UNCLEAR,
        )
        return not self.logs_in and (not self.has_mail or failed)

    @property
    def may_be_sent_again(self) -> bool:
        """Whether a letter to this person did not arrive, or perhaps not, and there is an address."""
        return (
            self.has_mail
            and self.delivery is not None
            and self.delivery.state
            in (Delivery.State.FAILED, Delivery.State.UNCLEAR, Delivery.State.NO_ADDRESS)
        )

    @property
    def tone(self) -> str:
        """The tone of what became of the message outside."""
        return _TONES.get(Delivery.State(self.delivery.state), "warn") if self.delivery else ""


def receivers_of(*, meeting: Meeting, actor: Actor) -> list[Receiver]:
    """Return everybody invited to a meeting, in Vietnamese order of names."""
    people = invited(meeting)
    day = timezone.localtime(meeting.planned_at).date()
    log_in = members_who_log_in(actor, [line.member_id for line in people])
    mail = with_mail(meeting, day)
    last = told_last(meeting)
    sent = notices.deliveries(actor=actor, about=about_of(meeting.pk, last)) if last else {}
    return [
        Receiver(
            member_id=line.member_id,
            full_name=line.full_name,
            logs_in=line.member_id in log_in,
            has_mail=line.member_id in mail,
            delivery=sent.get(line.member_id),
        )
        for line in people
    ]
