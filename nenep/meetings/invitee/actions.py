"""Keep the invitation list of a body: who outside the Party is asked each time (danh sách mời)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.core.constraints import explained
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean
from nenep.meetings.body.rules import WITH_LIST
from nenep.meetings.models import Guest, Invitee, Meeting
from nenep.meetings.permissions import MeetingPermission
from nenep.organisations.models import Body

_SENTENCES = {
    "invitee_same_once": (
        "Người này, với chức danh này, đã có trong danh sách mời vào thời gian đó. "
        "Hãy sửa dòng đã có."
    ),
    "invitee_dates_in_order": (
        "Ngày thôi mời ở trước ngày bắt đầu mời. Hãy nhập lại một trong hai ngày."
    ),
}


class CannotInvite(Refusal):
    """The name or function is missing, the dates do not fit, or the line is there already."""


@transaction.atomic
def invite(
    *, body_id: int, name: str, function: str, valid_from: date, actor: Actor, at: datetime
) -> Invitee:
    """Put somebody outside the Party on the list (mời thường xuyên).

    Args:
        valid_from: the first day on which a meeting invites the person.

    Raises:
        CannotInvite: see there; also where the body keeps no list.
    """
    body = Body.objects.select_related("organisation").get(pk=body_id)
    authorise(actor, MeetingPermission.MEETING_PLAN, body.meeting_key)
    if body.kind not in WITH_LIST:
        raise CannotInvite("Chỉ hội nghị giao ban có danh sách mời thường xuyên.")
    name, function = _words(name, function)
    with explained(CannotInvite, _SENTENCES):
        found = Invitee.objects.create(
            body=body,
            name=name,
            function=function,
            valid_from=valid_from,
        )
    _record("invitee.added", "Thêm một người vào danh sách mời giao ban.", found, actor, at)
    return found


@transaction.atomic
def change_invitee(
    *,
    invitee_id: int,
    name: str,
    function: str,
    valid_from: date,
    last_day: date | None,
    actor: Actor,
    at: datetime,
) -> Invitee:
    """Mend a line of the list, or say until when the person is invited (thôi mời).

    Args:
        last_day: the first day on which the person is no longer invited; None goes on.

    Raises:
        CannotInvite: see there.
    """
    found = _listed(invitee_id, actor)
    found.name, found.function = _words(name, function)
    found.valid_from, found.valid_to = valid_from, last_day
    with explained(CannotInvite, _SENTENCES):
        found.save()
    _record("invitee.changed", "Sửa một dòng danh sách mời giao ban.", found, actor, at)
    return found


@transaction.atomic
def end_invitation(*, invitee_id: int, actor: Actor, at: datetime) -> Invitee:
    """Invite somebody no longer, from today on (thôi mời); one not yet invited never is."""
    found = _listed(invitee_id, actor)
    found.valid_to = max(timezone.localdate(at), found.valid_from)
    found.save(update_fields=["valid_to"])
    _record("invitee.changed", "Thôi mời một người trong danh sách mời giao ban.", found, actor, at)
    return found


@transaction.atomic
def remove_invitee(*, invitee_id: int, actor: Actor, at: datetime) -> None:
    """Remove a line for good; meetings that were held keep what they found in it."""
    found = _listed(invitee_id, actor)
    found.delete()
    _record("invitee.removed", "Xóa một dòng danh sách mời giao ban.", found, actor, at)


def _listed(invitee_id: int, actor: Actor) -> Invitee:
    found = Invitee.objects.select_for_update().filter(pk=invitee_id).first()
    if found is None:
        raise CannotInvite("Không tìm thấy người này trong danh sách mời. Hãy tải lại trang.")
    authorise(actor, MeetingPermission.MEETING_PLAN, found.scope_key)
    return found


def _words(name: str, function: str) -> tuple[str, str]:
    name, function = clean(name), clean(function)
    if not name:
        raise CannotInvite("Hãy ghi họ và tên người được mời.", field="name")
    if not function:
        raise CannotInvite("Hãy ghi chức danh, ví dụ: Trưởng bản Nà Lếch.", field="function")
    return name, function


def _record(code: str, words: str, found: Invitee, actor: Actor, at: datetime) -> None:
    audit.record(code, actor=actor, at=at, words=words, scope_key=found.scope_key)


def welcome(meeting: Meeting, invitees: Iterable[Invitee]) -> None:
    """Put those invited on the roll of a meeting that begins; later changes of the list stay out."""
    Guest.objects.bulk_create(
        Guest(
            meeting=meeting,
            name=one.name,
            function=one.function,
            is_invited=True,
        )
        for one in invitees
    )
