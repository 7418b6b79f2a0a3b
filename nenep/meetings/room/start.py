"""Start a meeting: freeze who is entitled, name chair and minute-taker."""

from collections.abc import Mapping

from django.utils import timezone

from nenep.meetings.actions.prepare import prepare
from nenep.meetings.models import Attendance, Meeting, MeetingRole
from nenep.meetings.room.apply import CannotApply, Moment
from nenep.members import queries as members
from nenep.members.models import Post
from nenep.members.queries import RollLine
from nenep.organisations.models import Body
from nenep.rulebooks import rulebook_on
from nenep.rulebooks.rules import standing

_CELL_BODIES = (Body.Kind.CELL, Body.Kind.WHOLE)


class CannotStart(CannotApply):
    """The meeting was begun before, or there is nobody to chair it."""


def start(moment: Moment, payload: Mapping[str, str]) -> str:
    """Begin (khai mạc): the edition and everybody's three answers are kept from now on.

    Payload: `chair` and `minute_taker`, ids of members; the chair may be left out by
    somebody entitled, who then chairs.
    """
    meeting = moment.meeting
    if not (meeting.is_ahead or meeting.state == Meeting.State.NOT_HELD):
        raise CannotStart(
            f"Buổi họp đang ở trạng thái «{meeting.get_state_display()}», không bắt đầu lại được."
        )
    day = timezone.localtime(moment.at).date()
    rulebook = rulebook_on(day)
    prepare(meeting=meeting)
    meeting.edition = rulebook.code
    meeting.state = Meeting.State.IN_PROGRESS
    meeting.started_at = moment.at
    meeting.save(update_fields=["edition", "state", "started_at"])
    attendances = []
    for line in _entitled(meeting, moment):
        answers = standing(line.belonging, line.state, rulebook.meetings)
        if answers.entitled_to_attend:
            attendances.append(
                Attendance(
                    meeting=meeting,
                    scope_key=meeting.scope_key,
                    member_id=line.member_id,
                    name=line.full_name,
                    sort_key=line.sort_key,
                    belonging=line.belonging,
                    member_state=line.state,
                    counted=answers.counted,
                    vote=answers.vote,
                )
            )
    if not attendances:
        raise CannotStart(
            "Chi bộ chưa có đảng viên nào trong danh sách. Hãy nhập danh sách đảng viên trước."
        )
    Attendance.objects.bulk_create(attendances)
    first = meeting.parts.order_by("number").first()
    if first is not None:
        first.started_at = moment.at
        first.save(update_fields=["started_at"])
    by_id = {attendance.member_id: attendance for attendance in attendances}
    chair = _chosen(payload.get("chair", ""), by_id) or by_id.get(moment.actor.member_id or 0)
    if chair is None:
        raise CannotStart("Hãy chọn người chủ trì trong danh sách đảng viên của chi bộ.")
    give_role(meeting, MeetingRole.Kind.CHAIR, chair)
    minute_taker = _chosen(payload.get("minute_taker", ""), by_id)
    if minute_taker is not None:
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
    by_id = {one.member_id: one for one in meeting.attendances.all()}
    chosen = _chosen(payload.get("member", ""), by_id)
    if chosen is None:
        raise CannotApply("Hãy chọn một người trong danh sách điểm danh.")
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


def _entitled(meeting: Meeting, moment: Moment) -> list[RollLine]:
    """Return who may come: a cell's roll, or of another body those who hold a post in it."""
    day = timezone.localtime(moment.at).date()
    if meeting.body.kind in _CELL_BODIES:
        return list(members.roll(organisation=meeting.organisation, on=day))
    held = Post.objects.valid_on(day).filter(body=meeting.body).select_related("member")
    return [
        RollLine(
            member_id=post.member_id,
            full_name=post.holder_name,
            sort_key=post.member.sort_key,
            belonging="official",
            state="official",
        )
        for post in held.order_by("member__sort_key")
    ]


def _chosen(typed: str, by_id: Mapping[int, Attendance]) -> Attendance | None:
    return by_id.get(int(typed)) if typed.isdecimal() else None
