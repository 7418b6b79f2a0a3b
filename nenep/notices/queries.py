"""The notices of one person, those to the committee, and what messages may say outside."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from nenep.access.actor import Actor
from nenep.members.permissions import MemberPermission
from nenep.notices.models import AGAIN, Appointment, Delivery, LetterWording, Notice
from nenep.notices.occasion import occasions
from nenep.notices.permissions import NoticePermission
from nenep.notices.rules import CalendarEvent, Letter, full_letter, neutral_letter
from nenep.organisations.models import Organisation
from nenep.organisations.permissions import TreePermission


@dataclass(frozen=True)
class Group:
    """Notices on one occasion, newest first."""

    occasion: str
    title: str
    notices: list[Notice]

    @property
    def unread(self) -> int:
        """How many were not read yet."""
        return sum(notice.read_at is None for notice in self.notices)


def own_notices(*, actor: Actor) -> QuerySet[Notice]:
    """What the actor was told, newest first."""
    return Notice.objects.own_of(actor).order_by("-sent_at")


def unread_notices(*, actor: Actor) -> QuerySet[Notice]:
    """What the actor was told and has not opened, newest first."""
    return own_notices(actor=actor).filter(read_at=None)


def grouped(notices: Iterable[Notice]) -> list[Group]:
    """Put notices together by occasion; that of the newest first."""
    given = list(notices)
    order = list(dict.fromkeys(notice.occasion for notice in given))
    by_occasion = sorted(given, key=lambda notice: order.index(notice.occasion))
    return [
        Group(occasion, occasions()[occasion].title, list(found))
        for occasion, found in groupby(by_occasion, key=lambda notice: notice.occasion)
    ]


def notices_from_below(*, actor: Actor) -> QuerySet[Notice]:
    """What cells told the committee above, newest first; not what one's own cell said."""
    return (
        Notice.objects.visible_to(actor, TreePermission.FIGURES_VIEW)
        .filter(member=None)
        .exclude(organisation_id=actor.organisation_id or 0)
        .select_related("organisation")
        .order_by("-sent_at")
    )


def wording_of(organisation: Organisation, on: date) -> LetterWording | None:
    """Return the decision that holds for an organisation on a day: the nearest one up the tree.

    None means that nobody decided, so messages name nothing.
    """
    path = [int(pk) for pk in organisation.scope_key.strip("/").split("/")]
    decided = LetterWording.objects.filter(
        organisation_id__in=path, valid_from__lte=on
    ).select_related("organisation")
    newest: dict[int, LetterWording] = {}
    for one in decided.order_by("valid_from", "pk"):
        newest[one.organisation_id] = one
    return next((newest[pk] for pk in reversed(path) if pk in newest), None)


def last_appointments(uids: Collection[UUID]) -> dict[UUID, Appointment]:
    """Return what calendars were told last of these meetings, in one query."""
    told = Appointment.objects.filter(uid__in=uids).order_by("sequence")
    return {one.uid: one for one in told}


def says_more(organisation: Organisation, on: date) -> bool:
    """Whether messages about an organisation may name it outside the product on a day."""
    found = wording_of(organisation, on)
    return found is not None and found.says_more


def wordings_of(*, actor: Actor, organisation: Organisation) -> QuerySet[LetterWording]:
    """What a committee decided itself, the last first."""
    return (
        LetterWording.objects.visible_to(actor, NoticePermission.NOTICES_DECIDE)
        .filter(organisation=organisation)
        .order_by("-valid_from", "-pk")
    )


def last_appointment(uid: UUID) -> Appointment | None:
    """Return what calendars were told last of a meeting, or nothing if nobody was told yet."""
    return Appointment.objects.filter(uid=uid).order_by("-sequence").first()


def last_told(uid: UUID) -> Appointment | None:
    """Return what people were told last of a meeting; what only a download told is left out."""
    told = Appointment.objects.filter(uid=uid, for_download=False)
    return told.order_by("-sequence").first()


def told_before(appointment: Appointment) -> list[int]:
    """Return the ids of the members who were told of an earlier version of a meeting."""
    told = Notice.objects.filter(
        appointment__uid=appointment.uid,
        appointment__sequence__lt=appointment.sequence,
        member__isnull=False,
    )
    return [pk for pk in told.values_list("member_id", flat=True).distinct() if pk]


def letter_of(notice: Notice, *, full: bool) -> Letter:
    """Return the words of a notice outside the product."""
    event = _event(notice.appointment)
    if not full:
        return neutral_letter(event=event, site=settings.SITE_URL)
    return full_letter(
        subject=notice.subject,
        text=notice.text,
        link=notice.link,
        organisation=notice.organisation.name,
        event=event,
        site=settings.SITE_URL,
    )


def samples(*, organisation: Organisation, at: datetime) -> dict[str, Letter]:
    """Return an invented message in both wordings, for whoever decides."""
    event = CalendarEvent(at, "Sinh hoạt thường kỳ", "Nhà văn hóa", is_cancelled=False)
    return {
        "neutral": neutral_letter(event=event, site=settings.SITE_URL),
        "full": full_letter(
            subject=f"Sinh hoạt thường kỳ tháng {at:%m/%Y}",
            text="Địa điểm: Nhà văn hóa.",
            link="/hop/123/",
            organisation=f"Một chi bộ của {organisation.name}",
            event=event,
            site=settings.SITE_URL,
        ),
    }


def deliveries(*, actor: Actor, about: str) -> dict[int, Delivery]:
    """Return what became of a message sent outside, by member; of one sent again the last."""
    found = Delivery.objects.visible_to(actor, MemberPermission.MAIL_VIEW).filter(
        Q(about=about) | Q(about__startswith=f"{about}{AGAIN}")
    )
    return {one.member_id: one for one in found.order_by("pk")}


def _event(appointment: Appointment | None) -> CalendarEvent | None:
    if appointment is None:
        return None
    return CalendarEvent(
        appointment.starts_at, appointment.title, appointment.place, appointment.is_cancelled
    )
