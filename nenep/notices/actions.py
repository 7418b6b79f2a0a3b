"""Tell people, take note that they read it, send it outside, decide what it says there."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean
from nenep.notices import post
from nenep.notices.models import AGAIN, Appointment, Delivery, LetterWording, Notice
from nenep.notices.occasion import Occasion, occasions
from nenep.notices.permissions import NoticePermission
from nenep.notices.queries import last_appointment
from nenep.organisations.lookup import visible_organisation
from nenep.organisations.models import Organisation

# The last attempt of a message ended so that it is nowhere.
_CERTAINLY_NOT = frozenset({Delivery.State.FAILED.value, Delivery.State.NO_ADDRESS.value})


class CannotDecideWording(Refusal):
    """The decision has no number, or begins before today."""


@transaction.atomic
def tell(
    *,
    organisation: Organisation,
    member_ids: Iterable[int | None],
    occasion: Occasion,
    about: str,
    subject: str,
    text: str,
    link: str,
    appointment: Appointment | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """Write one notice for each recipient; `None` is the committee above.

    Telling the same thing (`about`) again adds only those not told yet.

    Args:
        occasion: one that some app declares.
        appointment: what calendars are told, if it is about a meeting.

    Returns:
        how many were asked for.

    Raises:
        ValueError: no app declares the occasion.
    """
    if occasions().get(occasion.code) != occasion:
        raise ValueError(f"No app declares {occasion}.")
    authorise(actor, NoticePermission.NOTICE_TELL, organisation.scope_key)
    notices = [
        Notice(
            organisation=organisation,
            member_id=member_id,
            about=about,
            occasion=occasion.code,
            subject=subject,
            text=text,
            link=link,
            appointment=appointment,
            sent_at=at,
        )
        for member_id in dict.fromkeys(member_ids)
    ]
    return len(Notice.objects.bulk_create(notices, ignore_conflicts=True))


@transaction.atomic
def send_outside(
    *, organisation: Organisation, about: str, by_day: bool, actor: Actor, at: datetime
) -> int:
    """Let the worker send a notice by e-mail to everybody it was told to (gửi thư báo).

    Nothing happens where the installation sends no mail. Whoever is queued, was sent the same
    message or may have it is left alone; whom it certainly did not reach gets it once more.

    Args:
        about: as told.
        by_day: whether it waits for the end of the night.

    Returns:
        to how many it was told.
    """
    authorise(actor, NoticePermission.DELIVER, organisation.scope_key)
    if not post.is_on():
        return 0
    return _queue(organisation, about, _CERTAINLY_NOT, by_day=by_day, actor=actor, at=at)


@transaction.atomic
def send_again(*, organisation: Organisation, about: str, actor: Actor, at: datetime) -> int:
    """Send a notice once more to whom it did not reach, or perhaps not (gửi lại).

    Somebody asks for it who knows that a few may get it twice.

    Returns:
        to how many.
    """
    authorise(actor, NoticePermission.DELIVER, organisation.scope_key)
    if not post.is_on():
        return 0
    perhaps_not = {*_CERTAINLY_NOT, Delivery.State.UNCLEAR}
    return _queue(organisation, about, perhaps_not, by_day=False, actor=actor, at=at)


def _queue(
    organisation: Organisation,
    about: str,
    once_more: Collection[str],
    *,
    by_day: bool,
    actor: Actor,
    at: datetime,
) -> int:
    """Queue a message for whom there is none yet, and for whom the last ended in such a state."""
    told = Notice.objects.visible_to(actor, NoticePermission.DELIVER).filter(
        organisation=organisation, about=about, member__isnull=False
    )
    sent: dict[UUID, list[Delivery]] = {}
    for one in Delivery.objects.filter(notice__in=told).order_by("pk"):
        sent.setdefault(one.notice_id, []).append(one)
    waiting = []
    for notice in told:
        before = sent.get(notice.pk, [])
        if notice.member_id is None or (before and before[-1].state not in once_more):
            continue
        waiting.append(
            Delivery(
                notice=notice,
                member_id=notice.member_id,
                about=f"{about}{AGAIN}{len(before) + 1}" if before else about,
                due_at=at,
                by_day=by_day,
                changed_at=at,
            )
        )
    return len(Delivery.objects.bulk_create(waiting, ignore_conflicts=True))


@transaction.atomic
def appoint(
    *,
    organisation: Organisation,
    uid: UUID,
    title: str,
    starts_at: datetime,
    minutes: int,
    place: str,
    is_cancelled: bool = False,
    actor: Actor,
) -> Appointment:
    """Return what calendars are told of a meeting: the last version if nothing changed, else a new one.

    Args:
        uid: of the meeting, for everybody and every version.
        minutes: how long it will last.
    """
    authorise(actor, NoticePermission.NOTICE_TELL, organisation.scope_key)
    last = last_appointment(uid)
    told = {
        "title": title,
        "starts_at": starts_at,
        "minutes": minutes,
        "place": place,
        "is_cancelled": is_cancelled,
    }
    is_known = last is not None and all(getattr(last, name) == told[name] for name in told)
    if last is not None and is_known and not last.for_download:
        return last
    return Appointment.objects.create(
        organisation=organisation,
        uid=uid,
        sequence=0 if last is None else last.sequence + 1,
        **told,
    )


@transaction.atomic
def mark_read(*, notice_id: UUID, actor: Actor, at: datetime) -> None:
    """Take note that the recipient opened the notice; the first time counts."""
    Notice.objects.own_of(actor).filter(pk=notice_id, read_at=None).update(read_at=at)


@transaction.atomic
def mark_all_read(*, actor: Actor, at: datetime) -> int:
    """Take note that the recipient has seen everything there is.

    Returns:
        how many were unread.
    """
    return Notice.objects.own_of(actor).filter(read_at=None).update(read_at=at)


@transaction.atomic
def decide_wording(
    *,
    organisation_id: int,
    says_more: bool,
    valid_from: date,
    decision: str,
    actor: Actor,
    at: datetime,
) -> LetterWording:
    """Write down what a committee decided messages may say for its subtree (cách ghi thư báo).

    Args:
        valid_from: first day; not before today, because what was sent stays said.
        decision: number and day of the decision.

    Raises:
        CannotDecideWording: the number is missing, or the day has passed.
        NotAllowed: the actor may not decide for this organisation.
    """
    organisation = visible_organisation(organisation_id, CannotDecideWording)
    authorise(actor, NoticePermission.NOTICES_DECIDE, organisation.scope_key)
    if not clean(decision):
        raise CannotDecideWording(
            "Chưa ghi số quyết định. Hãy ghi số, ngày của quyết định hoặc kết luận của đảng ủy.",
            field="decision",
        )
    if valid_from < timezone.localtime(at).date():
        raise CannotDecideWording(
            f"Ngày áp dụng {valid_from:%d/%m/%Y} đã qua. Hãy chọn hôm nay hoặc một ngày sau.",
            field="valid_from",
        )
    wording = LetterWording.objects.create(
        organisation=organisation,
        says_more=says_more,
        valid_from=valid_from,
        decision=clean(decision),
        decided_by=actor.label,
        decided_at=at,
    )
    audit.record(
        "notices.wording_decided",
        actor=actor,
        at=at,
        target=organisation,
        words=f"Thư báo {'ghi rõ nội dung' if says_more else 'không ghi nội dung'} "
        f"từ {valid_from:%d/%m/%Y}, theo {clean(decision)}."[:500],
    )
    return wording
