"""Sends what waits: one delivery at a time, each at most once.

What is about to be sent is noted and committed first, and again just before its text leaves,
then handed over, then noted for good. A worker killed in between leaves "sending". Where the
text had not left, it is tried again after a while; where it had, nobody knows whether it
arrived: the page of the meeting says for whom, and somebody decides. It never comes twice by
itself.
"""

import logging
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings

from nenep.access.jobs import actor_for
from nenep.access.scope import scope
from nenep.members.models import MemberState, PersonalData
from nenep.notices import post
from nenep.notices.calendar import CalendarEntry, calendar_file
from nenep.notices.conventions import conventions_on
from nenep.notices.models import Delivery, Notice
from nenep.notices.permissions import NoticePermission
from nenep.notices.queries import last_told, letter_of, says_more
from nenep.organisations.permissions import TreePermission

# Stands in `failure` while the text is under way.
_TEXT_LEAVES = "text"
PURPOSE = "gửi thư báo"
_log = logging.getLogger("nenep.jobs")


def send_next(*, at: datetime) -> bool:
    """Send the first message that is due, outside any transaction of its own.

    Args:
        at: now, in local time.

    Returns:
        whether there was one.
    """
    if not post.is_on():
        return False
    with scope(actor_for(PURPOSE, frozenset({NoticePermission.DELIVER}))):
        claimed = _claimed(at)
    if claimed is None:
        return False
    outcome, failure = _attempted(claimed, at)
    with scope(actor_for(PURPOSE, frozenset({NoticePermission.DELIVER}), claimed.scope_key)):
        _note(claimed, outcome, failure, at)
    _log.info("letter tried", extra={"code": str(outcome), "count": claimed.tries})
    return True


def _claimed(at: datetime) -> Delivery | None:
    """Take the first that is due and say that it is being sent; what was left so is given up."""
    rules = conventions_on(at.date())
    old = at - timedelta(minutes=rules.letters.unclear_after_minutes)
    cut_off = Delivery.objects.filter(state=Delivery.State.SENDING, changed_at__lt=old)
    cut_off.filter(failure=_TEXT_LEAVES).update(state=Delivery.State.UNCLEAR, changed_at=at)
    tries = len(rules.letters.try_again_after_minutes) + 1
    cut_off.filter(tries__lt=tries).update(
        state=Delivery.State.QUEUED, due_at=at, changed_at=at, failure=""
    )
    cut_off.update(state=Delivery.State.FAILED, changed_at=at)
    waiting = Delivery.objects.filter(state=Delivery.State.QUEUED, due_at__lte=at)
    if rules.is_quiet(at):
        waiting = waiting.filter(by_day=False)
    found = (
        waiting.select_for_update(of=("self",), skip_locked=True).order_by("due_at", "pk").first()
    )
    if found is None:
        return None
    found.state, found.tries, found.changed_at = Delivery.State.SENDING, found.tries + 1, at
    found.failure = ""
    found.save(update_fields=["state", "tries", "changed_at", "failure"])
    return found


def _attempted(delivery: Delivery, at: datetime) -> tuple[post.Outcome | None, str]:
    """Put the message together as that one person may read it, and hand it over.

    Returns:
        the outcome, or None where there is no address.
    """
    permissions = frozenset({NoticePermission.DELIVER, TreePermission.TREE_VIEW})
    with scope(actor_for(PURPOSE, permissions, delivery.scope_key, member_id=delivery.member_id)):
        to = PersonalData.objects.values_list("email", flat=True).get(member=delivery.member_id)
        notice = Notice.objects.select_related("organisation", "appointment").get(
            pk=delivery.notice_id
        )
        words = letter_of(notice, full=says_more(notice.organisation, at.date()))
        appointment = notice.appointment
        last = last_told(appointment.uid) if appointment else None
        has_left = MemberState.objects.valid_on(at.date()).filter(
            member=delivery.member_id, state=MemberState.State.LEFT
        )
        is_for_nobody = has_left.exists()
    if not to:
        return None, ""
    if is_for_nobody:
        return post.Outcome.REFUSED, "left"
    # Tried again too late, the old hour would be the last word.
    if appointment is not None and last and last.sequence > appointment.sequence:
        return post.Outcome.REFUSED, "superseded"
    if appointment is not None and appointment.starts_at <= at:
        return post.Outcome.REFUSED, "late"
    calendar = None
    if appointment is not None:
        calendar = calendar_file(
            CalendarEntry(
                uid=appointment.uid,
                sequence=appointment.sequence,
                starts_at=appointment.starts_at,
                minutes=appointment.minutes,
                title=words.event_title,
                place=words.event_place,
                text=words.event_text,
                is_cancelled=appointment.is_cancelled,
                made_at=notice.sent_at,
            ),
            sender=post.sender(),
            sender_name=settings.MAIL_SENDER,
        )
    message = post.letter(
        to=to,
        subject=words.subject,
        text=words.text,
        calendar=calendar,
        key=f"delivery {delivery.pk}",
        at=at,
    )
    return post.send(message, to=to, before_text=partial(_note_text_leaves, delivery))


def _note_text_leaves(delivery: Delivery) -> None:
    """Commit that from now on the message may arrive."""
    with scope(actor_for(PURPOSE, frozenset({NoticePermission.DELIVER}), delivery.scope_key)):
        delivery.failure = _TEXT_LEAVES
        delivery.save(update_fields=["failure"])


def _note(delivery: Delivery, outcome: post.Outcome | None, failure: str, at: datetime) -> None:
    waits = conventions_on(at.date()).letters.try_again_after_minutes
    if outcome is None:
        delivery.state = Delivery.State.NO_ADDRESS
    elif outcome == post.Outcome.SENT:
        delivery.state = Delivery.State.SENT
    elif outcome == post.Outcome.UNCLEAR:
        delivery.state = Delivery.State.UNCLEAR
    elif outcome == post.Outcome.LATER and delivery.tries <= len(waits):
        delivery.state = Delivery.State.QUEUED
        delivery.due_at = at + timedelta(minutes=waits[delivery.tries - 1])
    else:
        delivery.state = Delivery.State.FAILED
    delivery.failure, delivery.changed_at = failure, at
    delivery.save(update_fields=["state", "due_at", "failure", "changed_at"])
