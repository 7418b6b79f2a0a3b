"""What is said: notes by item, conclusions by part, items added on the spot."""

import unicodedata
from collections.abc import Mapping

from django.db.models import Max, Q

from nenep.meetings.models import AgendaItem, Part
from nenep.meetings.room.actions.wordings import Field, field_of_item, field_of_part, keep_beside
from nenep.meetings.room.commands import CannotApply, Moment
from nenep.meetings.room.payload import row_id, text
from nenep.meetings.room.times import by_device, said, time_within

_LONGEST_NOTE = 20_000


class CannotWrite(CannotApply):
    """The field does not exist, or holds no more."""


def write_note(moment: Moment, payload: Mapping[str, str]) -> str:
    """Write down what was said on an item (ghi chép). Payload: `item`, `text`."""
    return _write(
        moment, field_of_item(moment, _item(moment, payload)), words_of(payload), "Đã ghi."
    )


def conclude(moment: Moment, payload: Mapping[str, str]) -> str:
    """Write the conclusion of a part (kết luận). Payload: `part`, `text`."""
    field = field_of_part(moment, part_of(moment, payload))
    return _write(moment, field, words_of(payload), "Đã ghi kết luận.")


def _write(moment: Moment, field: Field, words: str, sentence: str) -> str:
    """Write into a field, or beside it where another device wrote there meanwhile."""
    if field.text != words and moment.is_unseen(field.version, field.device):
        return keep_beside(moment, field, words)
    field.write(moment, words)
    return sentence


def add_item(moment: Moment, payload: Mapping[str, str]) -> str:
    """Add an item during the meeting (nội dung phát sinh). Payload: `part`, `title`."""
    part = part_of(moment, payload)
    last = moment.meeting.items.aggregate(last=Max("position"))["last"] or 0
    AgendaItem.objects.create(
        meeting=moment.meeting,
        part=part,
        position=last + 1,
        title=text(payload, "title", label="nội dung", longest=300),
    )
    return "Đã thêm nội dung."


def begin_part(moment: Moment, payload: Mapping[str, str]) -> str:
    """Begin the next part; the one before it ends then (chuyển phần). Payload: `part`, `time`."""
    part = part_of(moment, payload)
    if part.started_at is not None:
        raise CannotApply("Phần này đã bắt đầu.")
    begun = time_within(moment, payload, CannotApply)
    earlier = moment.meeting.parts.filter(started_at__lte=begun)
    earlier.filter(Q(ended_at=None) | Q(ended_at__gt=begun)).update(ended_at=begun)
    part.started_at = begun
    part.ended_at = moment.meeting.ended_at
    part.save(update_fields=["started_at", "ended_at"])
    told = said(by_device(moment, payload))
    return f"Đã chuyển sang phần {part.get_kind_display().lower()}{told}."


def part_of(moment: Moment, payload: Mapping[str, str]) -> Part:
    """Return the part a command names.

    Raises:
        CannotWrite: it is none of this meeting's.
    """
    part = moment.meeting.parts.filter(pk=row_id(payload, "part")).first()
    if part is None:
        raise CannotWrite("Không tìm thấy phần này của buổi họp. Hãy tải lại trang.")
    return part


def _item(moment: Moment, payload: Mapping[str, str]) -> AgendaItem:
    item = moment.meeting.items.filter(pk=row_id(payload, "item")).first()
    if item is None:
        raise CannotWrite("Không tìm thấy nội dung này trong chương trình. Hãy tải lại trang.")
    return item


def words_of(payload: Mapping[str, str]) -> str:
    """Return the text of a command in NFC.

    Raises:
        CannotWrite: it is too long.
    """
    words = unicodedata.normalize("NFC", payload.get("text", "")).replace("\r\n", "\n").strip()
    if len(words) > _LONGEST_NOTE:
        raise CannotWrite(f"Ghi chép dài quá {_LONGEST_NOTE:,} chữ.".replace(",", "."))
    return words
