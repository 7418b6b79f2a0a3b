"""Who spoke: one tap a person and item, taken back by the next."""

from collections.abc import Mapping

from nenep.meetings.models import AgendaItem, Attendance, Guest, Speaking
from nenep.meetings.room.commands import CannotApply, Moment
from nenep.meetings.room.payload import row_id

_AWAY = (Attendance.Mark.EXCUSED, Attendance.Mark.ABSENT)


class CannotSpeak(CannotApply):
    """The person or the item is not of this meeting, or the person is away."""


def spoke(moment: Moment, payload: Mapping[str, str]) -> str:
    """Note that somebody spoke on an item, or take it back (ghi người phát biểu).

    Payload: `item`; `who`: "member 12" or "guest 3", and " no" behind it takes the mark back.
    Marking twice is one mark; so is marking by two devices.
    """
    item = moment.meeting.items.filter(pk=row_id(payload, "item")).first()
    if item is None:
        raise CannotSpeak("Không tìm thấy nội dung này trong chương trình. Hãy tải lại trang.")
    kind, _, rest = payload.get("who", "").partition(" ")
    number, _, answer = rest.partition(" ")
    known = {"id": number}
    if kind == "guest":
        return _guest(moment, item, known, has_spoken=answer != "no")
    if kind != "member":
        raise CannotSpeak("Người này không có trong danh sách điểm danh của buổi họp.")
    return _member(moment, item, known, has_spoken=answer != "no")


def _member(moment: Moment, item: AgendaItem, known: Mapping[str, str], *, has_spoken: bool) -> str:
    one = moment.meeting.attendances.filter(member_id=row_id(known, "id")).first()
    if one is None:
        raise CannotSpeak("Người này không có trong danh sách điểm danh của buổi họp.")
    found = Speaking.objects.filter(item=item, member_id=one.member_id).first()
    if not has_spoken:
        return _take_back(moment, found, one.name)
    if one.mark in _AWAY:
        raise CannotSpeak(
            f"{one.name} được điểm danh vắng mặt. Hãy sửa điểm danh trước, rồi ghi phát biểu."
        )
    if found is None:
        _note(moment, item, name=one.name, member_id=one.member_id)
    return f"Đã ghi {one.name} phát biểu."


def _guest(moment: Moment, item: AgendaItem, known: Mapping[str, str], *, has_spoken: bool) -> str:
    guest: Guest | None = moment.meeting.guests.filter(pk=row_id(known, "id")).first()
    if guest is None:
        raise CannotSpeak("Không tìm thấy khách này trong danh sách.")
    found = Speaking.objects.filter(item=item, guest=guest).first()
    if not has_spoken:
        return _take_back(moment, found, guest.name)
    if found is None:
        _note(moment, item, name=guest.name, guest=guest)
    return f"Đã ghi {guest.name} phát biểu."


def _note(moment: Moment, item: AgendaItem, **who: object) -> None:
    Speaking.objects.create(
        meeting=moment.meeting,
        item=item,
        version=moment.meeting.version + 1,
        device=moment.device,
        **who,
    )


def _take_back(moment: Moment, found: Speaking | None, name: str) -> str:
    if found is None:
        return f"{name} không có trong danh sách phát biểu."
    if moment.is_unseen(found.version, found.device):
        raise CannotSpeak(
            f"Máy khác vừa ghi {name} phát biểu. Vẫn giữ như máy ấy ghi; nếu chưa đúng, hãy bỏ lại."
        )
    found.delete()
    return f"Đã bỏ {name} khỏi danh sách phát biểu."
