"""When an item of the agenda began: who was in the room for it follows from the roll call."""

from collections.abc import Mapping

from nenep.meetings.models import AgendaItem
from nenep.meetings.room.commands import CannotApply, Moment
from nenep.meetings.room.payload import row_id
from nenep.meetings.room.times import by_device, clock, said, time_within


class CannotBegin(CannotApply):
    """The item is none of this meeting's, or the hour does not fit its part."""


def begin_item(moment: Moment, payload: Mapping[str, str]) -> str:
    """Note when an item began, or take the hour back (bắt đầu nội dung).

    Payload: `item`; `time`, empty for now; `begun`: "no" takes the hour back.
    """
    item = moment.meeting.items.filter(pk=row_id(payload, "item")).select_related("part").first()
    if item is None:
        raise CannotBegin("Không tìm thấy nội dung này trong chương trình. Hãy tải lại trang.")
    if payload.get("begun") == "no":
        if item.started_at is not None:
            _refuse_unseen(moment, item)
            item.started_at, item.started_by_device = None, False
            _save(moment, item)
        return "Đã bỏ giờ bắt đầu của nội dung này."
    part, kind = item.part, item.part.get_kind_display().lower()
    if part.started_at is None:
        raise CannotBegin(f"Phần {kind} chưa bắt đầu. Hãy bấm «Chuyển sang phần {kind}» trước.")
    when = time_within(moment, payload, CannotBegin)
    if when < part.started_at:
        raise CannotBegin(
            f"{clock(when)} là trước lúc phần {kind} bắt đầu ({clock(part.started_at)}). "
            "Hãy sửa lại giờ."
        )
    if part.ended_at is not None and when > part.ended_at:
        raise CannotBegin(
            f"{clock(when)} là sau lúc phần {kind} kết thúc ({clock(part.ended_at)}). "
            "Hãy sửa lại giờ."
        )
    if item.started_at is not None and item.started_at != when:
        _refuse_unseen(moment, item)
    item.started_at, item.started_by_device = when, by_device(moment, payload)
    _save(moment, item)
    return f"Nội dung này bắt đầu lúc {clock(when)}{said(item.started_by_device)}."


def _refuse_unseen(moment: Moment, item: AgendaItem) -> None:
    if item.started_at is not None and moment.is_unseen(item.started_version, item.started_device):
        raise CannotBegin(
            f"Máy khác vừa ghi nội dung này bắt đầu lúc {clock(item.started_at)}. "
            "Vẫn giữ như máy ấy ghi; nếu chưa đúng, hãy ghi lại."
        )


def _save(moment: Moment, item: AgendaItem) -> None:
    item.started_version = moment.meeting.version + 1
    item.started_device = moment.device
    item.save(
        update_fields=["started_at", "started_by_device", "started_version", "started_device"]
    )
