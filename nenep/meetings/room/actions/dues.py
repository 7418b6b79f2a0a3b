"""Say how it stands with dues, in one line."""

from collections.abc import Mapping

from nenep.meetings.models.dues import DuesLine, said
from nenep.meetings.room.commands import CannotApply, Moment
from nenep.meetings.room.payload import number


class CannotSayDues(CannotApply):
    """More have not paid than belong here, or another device said otherwise meanwhile."""


def dues(moment: Moment, payload: Mapping[str, str]) -> str:
    """Say that all have paid, or how many have not (đảng phí). Payload: `all`, or `unpaid`."""
    meeting = moment.meeting
    unpaid = 0
    if payload.get("all") != "yes":
        unpaid = number(payload, "unpaid", label="số đảng viên chưa đóng")
    people = meeting.attendances.count()
    if unpaid > people:
        raise CannotSayDues(
            f"Danh sách chỉ có {people} đảng viên. Hãy ghi lại số đảng viên chưa đóng."
        )
    before = DuesLine.objects.filter(meeting=meeting).first()
    if (
        before is not None
        and before.unpaid != unpaid
        and moment.is_unseen(before.version, before.device)
    ):
        raise CannotSayDues(
            f"Máy khác vừa ghi: {said(before.unpaid).lower()}. "
            "Vẫn giữ như máy ấy ghi; nếu chưa đúng, hãy ghi lại."
        )
    DuesLine.objects.update_or_create(
        meeting=meeting,
        defaults={
            "unpaid": unpaid,
            "version": meeting.version + 1,
            "device": moment.device,
            "scope_key": meeting.scope_key,
        },
    )
    return f"Đã ghi đảng phí: {said(unpaid).lower()}."
