"""Start a meeting: freeze who is entitled, name chair and minute-taker."""

from collections.abc import Mapping

from django.utils import timezone

from nenep.core import formats
from nenep.meetings.agenda.actions.prepare import prepare
from nenep.meetings.body.rules import words_of
from nenep.meetings.invitee.actions import welcome
from nenep.meetings.invitee.queries import invited_on
from nenep.meetings.models import Attendance, Meeting, MeetingRole
from nenep.meetings.room.commands import CannotApply, Moment
from nenep.meetings.room.payload import row_id
from nenep.meetings.room.queries.room import entitled
from nenep.rulebooks import rulebook_on


class CannotStart(CannotApply):
    """The meeting was begun before, its day is another one, or there is nobody to chair it."""


def start(moment: Moment, payload: Mapping[str, str]) -> str:
    """Begin (khai mạc): the edition and everybody's three answers are kept from now on.

    Payload: `chair` and `minute_taker`, ids of members; the chair may be left out by
    somebody entitled, who then chairs; `another_day` "yes" where the planned day is not today.
    """
    meeting = moment.meeting
    if not meeting.waits_to_be_held:
        raise CannotStart(
            f"Buổi họp đang ở trạng thái «{meeting.get_state_display()}», không bắt đầu lại được."
        )
    day = timezone.localtime(moment.at).date()
    planned = timezone.localtime(meeting.planned_at).date()
    if planned != day and payload.get("another_day") != "yes":
        raise CannotStart(
            f"Lịch họp là {formats.weekday_date(planned)}, hôm nay là "
            f"{formats.weekday_date(day)}. Nếu đúng là họp hôm nay, hãy đánh dấu "
            "«Đúng là họp hôm nay» rồi bấm lại."
        )
    rulebook = rulebook_on(day)
    prepare(meeting=meeting, on=day)
    meeting.edition = rulebook.code
    meeting.state = Meeting.State.IN_PROGRESS
    meeting.started_at = moment.at
    meeting.begun_version = meeting.version + 1
    meeting.save(update_fields=["edition", "state", "started_at", "begun_version"])
    attendances = [
        Attendance(
            meeting=meeting,
            member_id=line.member_id,
            name=line.full_name,
            sort_key=line.sort_key,
            belonging=line.belonging,
            member_state=line.state,
            counted=answers.counted,
            vote=answers.vote,
            unit=line.unit,
        )
        for line, answers in entitled(meeting, on=day)
    ]
    words = words_of(meeting.body.kind)
    if not attendances:
        raise CannotStart(
            f"Danh sách {words.people} của {words.unit} chưa có ai. Hãy nhập danh sách trước."
        )
    Attendance.objects.bulk_create(attendances)
    welcome(meeting, invited_on(meeting.body, day))
    first = meeting.parts.order_by("number").first()
    if first is not None:
        first.started_at = moment.at
        first.save(update_fields=["started_at"])
    by_id = {attendance.member_id: attendance for attendance in attendances}
    chair = by_id.get(row_id(payload, "chair") or moment.actor.member_id or 0)
    if chair is None or (payload.get("chair") and not row_id(payload, "chair")):
        raise CannotStart(
            f"Hãy chọn người chủ trì trong danh sách {words.people} của {words.unit}."
        )
    give_role(meeting, MeetingRole.Kind.CHAIR, chair)
    if payload.get("minute_taker"):
        minute_taker = by_id.get(row_id(payload, "minute_taker"))
        if minute_taker is None:
            raise CannotStart(f"Hãy chọn thư ký trong danh sách {words.people} của {words.unit}.")
        if minute_taker.member_id == chair.member_id:
            raise CannotStart("Chủ trì và thư ký phải là hai người. Hãy chọn thư ký khác.")
        give_role(meeting, MeetingRole.Kind.MINUTE_TAKER, minute_taker)
    return "Đã bắt đầu buổi họp."


def hand_over(moment: Moment, payload: Mapping[str, str]) -> str:
    """Give the chair or the minutes to somebody else (giao chủ trì, giao thư ký).

    Payload: `role` ("chair" or "minute_taker"), `member`.
    """
    meeting = moment.meeting
    try:
        kind = MeetingRole.Kind(payload.get("role", ""))
    except ValueError:
        raise CannotApply("Chưa chọn vai trò được giao.") from None
    chosen = meeting.attendances.filter(member_id=row_id(payload, "member")).first()
    if chosen is None:
        raise CannotApply("Hãy chọn một người trong danh sách điểm danh.")
    if chosen.mark in (Attendance.Mark.EXCUSED, Attendance.Mark.ABSENT):
        raise CannotApply("Người này vắng mặt. Hãy chọn một người có mặt, hoặc sửa điểm danh.")
    if meeting.roles.exclude(kind=kind).filter(member_id=chosen.member_id).exists():
        raise CannotApply("Chủ trì và thư ký phải là hai người. Hãy chọn người khác.")
    give_role(meeting, kind, chosen)
    return f"Đã giao {kind.label.lower()}."


def give_role(meeting: Meeting, kind: MeetingRole.Kind, attendance: Attendance) -> None:
    """Name the holder of a role; the database gives the rights of it (database.py)."""
    MeetingRole.objects.update_or_create(
        meeting=meeting,
        kind=kind,
        defaults={
            "member_id": attendance.member_id,
            "name": attendance.name,
            "scope_key": meeting.scope_key,
        },
    )
