"""What meetings leave to the worker."""

from datetime import datetime

from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.jobs import job
from nenep.core import formats
from nenep.meetings.appointment.actions import appoint_meeting, cancel_meeting
from nenep.meetings.appointment.queries import title_of, told_last
from nenep.meetings.body.queries import recipients
from nenep.meetings.models import Meeting
from nenep.meetings.occasions import MEETING, MINUTES
from nenep.members.models import Member
from nenep.members.permissions import MemberPermission
from nenep.notices.actions import send_again, send_outside, tell
from nenep.notices.models import Appointment
from nenep.notices.permissions import TELLING
from nenep.notices.queries import told_before
from nenep.organisations.permissions import TreePermission

_RIGHTS = frozenset({TreePermission.TREE_VIEW, MemberPermission.ROSTER_VIEW}) | TELLING


@job(purpose="báo họp", permissions=_RIGHTS)
def tell_about_meeting(*, meeting_id: int, at: str, actor: Actor) -> None:
    """Write the notices of a meeting: members, overseers, and the committee above (`None`)."""
    meeting = Meeting.objects.select_related("organisation", "body").get(pk=meeting_id)
    if not meeting.is_ahead:
        return
    planned = timezone.localtime(meeting.planned_at)
    appointment = appoint_meeting(meeting, actor=actor)
    _tell_all(
        meeting,
        appointment,
        subject=title_of(meeting),
        text=f"{formats.moment(planned)}. Địa điểm: {meeting.place}.",
        actor=actor,
        at=datetime.fromisoformat(at),
    )


@job(purpose="gửi lại thư báo", permissions=_RIGHTS)
def send_letters_again(*, meeting_id: int, at: str, actor: Actor) -> None:
    """Send what was told last of a meeting once more to whom it did not reach, or perhaps not."""
    meeting = Meeting.objects.select_related("organisation").get(pk=meeting_id)
    last = told_last(meeting)
    if last is not None:
        send_again(
            organisation=meeting.organisation,
            about=about_of(meeting.pk, last),
            actor=actor,
            at=datetime.fromisoformat(at),
        )


@job(purpose="báo không họp", permissions=_RIGHTS)
def tell_not_held(*, meeting_id: int, at: str, actor: Actor) -> None:
    """Tell those who had been told of a meeting that it is not held."""
    meeting = Meeting.objects.select_related("organisation", "body").get(pk=meeting_id)
    if meeting.state != Meeting.State.NOT_HELD:
        return
    appointment = cancel_meeting(meeting, actor=actor)
    if appointment is None:
        return
    _tell_all(
        meeting,
        appointment,
        subject=f"Không họp: {title_of(meeting)}"[:200],
        text=f"Buổi {formats.moment(appointment.starts_at)} không họp. "
        f"Lý do: {meeting.not_held_reason}.",
        actor=actor,
        at=datetime.fromisoformat(at),
    )


@job(purpose="báo chữ ký hết hiệu lực", permissions=_RIGHTS)
def tell_signature_dropped(
    *,
    meeting_id: int,
    members: list[int],
    what: str,
    changed_by: int | None,
    at: str,
    actor: Actor,
) -> None:
    """Tell whose signature fell away what was changed, by whom and when."""
    meeting = Meeting.objects.select_related("organisation", "body").get(pk=meeting_id)
    when = datetime.fromisoformat(at)
    who = Member.objects.filter(pk=changed_by or 0).values_list("full_name", flat=True).first()
    about = f"signature {meeting.pk} {when:%Y%m%dT%H%M%S}"
    tell(
        organisation=meeting.organisation,
        member_ids=members,
        occasion=MINUTES,
        about=about,
        subject=f"Chữ ký hết hiệu lực: {title_of(meeting)}"[:200],
        text=f"Chữ ký của đồng chí hết hiệu lực vì nội dung đã đổi: {what}. "
        + (f"{who} sửa lúc {formats.moment(when)}. " if who else "")
        + "Đọc lại rồi ký lại.",
        link=f"/hop/{meeting.pk}/ky/",
        actor=actor,
        at=when,
    )
    send_outside(organisation=meeting.organisation, about=about, by_day=True, actor=actor, at=when)


def _tell_all(
    meeting: Meeting,
    appointment: Appointment,
    *,
    subject: str,
    text: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Tell members, overseers and the committee above, inside and outside, each once a version."""
    day = timezone.localtime(meeting.planned_at).date()
    about = about_of(meeting.pk, appointment)
    tell(
        organisation=meeting.organisation,
        member_ids=[
            *(line.member_id for line in recipients.invited(meeting)),
            # Whoever has it in the calendar, also who belongs elsewhere by now.
            *told_before(appointment),
            *recipients.overseers(meeting.organisation, day),
            None,
        ],
        occasion=MEETING,
        about=about,
        subject=subject,
        text=text,
        link=f"/hop/{meeting.pk}/",
        appointment=appointment,
        actor=actor,
        at=at,
    )
    send_outside(organisation=meeting.organisation, about=about, by_day=False, actor=actor, at=at)


def about_of(meeting_id: int, appointment: Appointment) -> str:
    """Return what a notice of a meeting is about: another hour or another place is news."""
    return f"meeting {meeting_id} {appointment.sequence}"
