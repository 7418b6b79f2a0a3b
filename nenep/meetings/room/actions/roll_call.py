"""The roll call: all present, then the exceptions; late, left; guests."""

from collections.abc import Mapping
from datetime import datetime

from nenep.core.vietnamese import clean
from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.models import Answer, Attendance, Guest
from nenep.meetings.notice.queries.answers import answers_that_count, why_away
from nenep.meetings.room.commands import CannotApply, Moment
from nenep.meetings.room.payload import row_id, text
from nenep.meetings.room.times import by_device, clock, said, time_within

_MARKS_OF_INVITED = (Attendance.Mark.PRESENT, Attendance.Mark.EXCUSED, Attendance.Mark.ABSENT)


class CannotMark(CannotApply):
    """The person is not on the roll, or the mark lacks its reason or time."""


def mark_all_present(moment: Moment, payload: Mapping[str, str]) -> str:
    """Mark as present whoever has no mark yet and is expected (see `why_away`).

    Payload: `unit`: only those who come from that cell; left out, everybody and those invited.
    """
    waiting = moment.meeting.attendances.filter(mark=Attendance.Mark.UNKNOWN)
    last = {"version": moment.meeting.version + 1, "device": moment.device}
    guests = 0
    if "unit" in payload:
        waiting = waiting.filter(unit=payload["unit"])
    else:
        guests = moment.meeting.guests.filter(is_invited=True, mark=Attendance.Mark.UNKNOWN).update(
            mark=Attendance.Mark.PRESENT, **last
        )
    answers = {answer.member_id: answer for answer in answers_that_count(moment.meeting)}
    reasons = {
        one.member_id: why_away(answers.get(one.member_id), one.belonging, one.member_state)
        for one in waiting
    }
    away = {member for member, why in reasons.items() if why is not None}
    need_not = away - answers.keys()
    for member in need_not:
        _keep_reason(moment, member, reasons[member] or "")
    waiting.filter(member_id__in=away).update(mark=Attendance.Mark.EXCUSED, **last)
    present = waiting.update(mark=Attendance.Mark.PRESENT, **last)
    words = [f"Có mặt {present}, đã báo vắng {len(away) - len(need_not)}."]
    if need_not:
        words.append(
            f"Được miễn hoặc đang sinh hoạt nơi khác {len(need_not)}: ghi vắng có lý do, "
            "ai đến thì sửa."
        )
    if guests:
        words.append(f"Người được mời có mặt {guests}.")
    return " ".join(words)


def _keep_reason(moment: Moment, member_id: int, reason: str) -> None:
    """Keep why somebody is away where few may read it."""
    Answer.objects.update_or_create(
        meeting=moment.meeting,
        member_id=member_id,
        defaults={
            "coming": False,
            "reason": reason[:300],
            "at": moment.at,
            "scope_key": moment.meeting.scope_key,
        },
    )


def mark(moment: Moment, payload: Mapping[str, str]) -> str:
    """Mark one person (điểm danh từng người).

    Payload: `member`; `mark`: "present" (the whole meeting) or a code of the edition's absence
    reasons, of which each says whether it excuses; `reason`: own words, for an excused absence.
    """
    attendance = _attendance(moment, payload)
    before = _noted(attendance)
    attendance.times_by_device = False
    code = payload.get("mark", "")
    reason = None
    if code == Attendance.Mark.PRESENT:
        attendance.mark = Attendance.Mark.PRESENT
        attendance.leaves_base = False
        attendance.arrived_at = attendance.left_at = None
    else:
        known = {
            reason.code: reason for reason in rules_for(moment.meeting).meetings.absence_reasons
        }
        reason = known.get(code)
        if reason is None:
            raise CannotMark("Hãy chọn: có mặt, hoặc một lý do vắng.")
        attendance.mark = Attendance.Mark.EXCUSED if reason.excused else Attendance.Mark.ABSENT
        attendance.leaves_base = reason.leaves_base
        attendance.arrived_at = attendance.left_at = None
    why = ""
    if attendance.mark == Attendance.Mark.EXCUSED:
        assert reason is not None  # noqa: S101  (its code gave the mark)
        words = clean(payload.get("reason", ""))
        why = f"{reason.title}: {words}" if words else reason.title
    if _noted(attendance) != before or (why and why != _reason_of(moment, attendance)):
        _refuse_unseen(moment, attendance, before[0])
    if why:
        _keep_reason(moment, attendance.member_id, why)
    _save(moment, attendance)
    return f"{attendance.name}: {attendance.get_mark_display().lower()}."


def came_late(moment: Moment, payload: Mapping[str, str]) -> str:
    """Note when somebody arrived (đến muộn). Payload: `member`, `time` such as "20:15"."""
    attendance = _attendance(moment, payload)
    when = time_within(moment, payload, CannotMark)
    if attendance.mark != Attendance.Mark.UNKNOWN:
        _refuse_unseen(moment, attendance, attendance.mark)
    attendance.mark = Attendance.Mark.PRESENT
    attendance.leaves_base = False
    attendance.arrived_at = when
    if attendance.left_at and attendance.left_at < when:
        raise CannotMark("Giờ đến sau giờ về. Hãy sửa lại giờ.")
    attendance.times_by_device = by_device(moment, payload)
    _save(moment, attendance)
    return f"{attendance.name}: đến {clock(when)}{said(attendance.times_by_device)}."


def left_early(moment: Moment, payload: Mapping[str, str]) -> str:
    """Note when somebody left (về sớm). Payload: `member`, `time`."""
    attendance = _attendance(moment, payload)
    when = time_within(moment, payload, CannotMark)
    if attendance.mark != Attendance.Mark.PRESENT:
        raise CannotMark("Người này chưa được điểm danh có mặt nên không ghi giờ về.")
    if attendance.arrived_at and attendance.arrived_at > when:
        raise CannotMark("Giờ về trước giờ đến. Hãy sửa lại giờ.")
    _refuse_unseen(moment, attendance, attendance.mark)
    attendance.left_at = when
    attendance.times_by_device = by_device(moment, payload)
    _save(moment, attendance)
    return f"{attendance.name}: về {clock(when)}{said(attendance.times_by_device)}."


def add_guest(moment: Moment, payload: Mapping[str, str]) -> str:
    """Note a guest by name and function (khách dự). Payload: `name`, `function`."""
    Guest.objects.create(
        meeting=moment.meeting,
        name=text(payload, "name", label="tên khách", longest=120),
        function=clean(payload.get("function", ""))[:200],
    )
    return "Đã ghi khách dự."


def mark_invited(moment: Moment, payload: Mapping[str, str]) -> str:
    """Mark somebody of the invitation list (điểm danh người được mời).

    Payload: `guest`; `mark`: "present", "excused" or "absent".
    """
    guest = moment.meeting.guests.filter(pk=row_id(payload, "guest"), is_invited=True).first()
    if guest is None:
        raise CannotMark("Người này không có trong danh sách mời của buổi họp.")
    if payload.get("mark") not in _MARKS_OF_INVITED:
        raise CannotMark("Hãy chọn: có mặt, vắng có lý do, hoặc vắng không lý do.")
    mark = Attendance.Mark(payload["mark"])
    if guest.mark != mark:
        if moment.is_unseen(guest.version, guest.device):
            raise CannotMark(
                f"Máy khác vừa ghi {guest.name}: {Attendance.Mark(guest.mark).label.lower()}. "
                "Vẫn giữ như máy ấy ghi; nếu chưa đúng, hãy ghi lại."
            )
        guest.mark, guest.version = mark, moment.meeting.version + 1
        guest.device = moment.device
        guest.save(update_fields=["mark", "version", "device"])
    return f"Đã ghi: {mark.label.lower()}."


def remove_guest(moment: Moment, payload: Mapping[str, str]) -> str:
    """Take a guest off the list. Payload: `guest`."""
    gone, _ = moment.meeting.guests.filter(pk=row_id(payload, "guest")).delete()
    if not gone:
        raise CannotApply("Không tìm thấy khách này trong danh sách.")
    return "Đã bỏ khách khỏi danh sách."


def _attendance(moment: Moment, payload: Mapping[str, str]) -> Attendance:
    found = moment.meeting.attendances.filter(member_id=row_id(payload, "member")).first()
    if found is None:
        raise CannotMark("Người này không có trong danh sách điểm danh của buổi họp.")
    return found


def _noted(attendance: Attendance) -> tuple[str, bool, datetime | None, datetime | None]:
    """Return what another device may have noted meanwhile."""
    return attendance.mark, attendance.leaves_base, attendance.arrived_at, attendance.left_at


def _reason_of(moment: Moment, attendance: Attendance) -> str:
    kept = Answer.objects.filter(meeting=moment.meeting, member_id=attendance.member_id)
    return kept.values_list("reason", flat=True).first() or ""


def _refuse_unseen(moment: Moment, attendance: Attendance, mark: str) -> None:
    """Refuse to mark over what another device noted meanwhile: whoever sees it decides."""
    if moment.is_unseen(attendance.version, attendance.device):
        raise CannotMark(
            f"Máy khác vừa ghi {attendance.name}: {Attendance.Mark(mark).label.lower()}. "
            "Vẫn giữ như máy ấy ghi; nếu chưa đúng, hãy ghi lại."
        )


def _save(moment: Moment, attendance: Attendance) -> None:
    attendance.version = moment.meeting.version + 1
    attendance.device = moment.device
    attendance.save(
        update_fields=[
            "mark",
            "leaves_base",
            "arrived_at",
            "left_at",
            "times_by_device",
            "version",
            "device",
        ]
    )
