"""What is said: notes by item, conclusions by part, items added on the spot."""

import unicodedata
from collections.abc import Mapping

from django.db.models import Max

from nenep.meetings.models import AgendaItem, ItemNote, Part
from nenep.meetings.room.apply import CannotApply, Moment
from nenep.meetings.room.payload import text

_LONGEST_NOTE = 20_000


class CannotWrite(CannotApply):
    """Somebody else wrote the same field meanwhile, or it does not exist."""


def write_note(moment: Moment, payload: Mapping[str, str]) -> str:
    """Write down what was said on an item (ghi chép). Payload: `item`, `text`.

    Where somebody else wrote the same note after the version the device had seen, nothing
    is overwritten: the answer shows their words beside one's own.
    """
    item = _item(moment, payload)
    words = _words(payload)
    note = ItemNote.objects.filter(item=item).first()
    if note is None:
        note = ItemNote(meeting=moment.meeting, item=item, scope_key=moment.meeting.scope_key)
    elif note.version > moment.base_version and note.text != words:
        raise CannotWrite(_conflict(note.text))
    note.text = words
    note.version = moment.meeting.version + 1
    note.save()
    return "Đã ghi."


def conclude(moment: Moment, payload: Mapping[str, str]) -> str:
    """Write the conclusion of a part (kết luận). Payload: `part`, `text`."""
    part = part_of(moment, payload)
    words = _words(payload)
    if part.conclusion_version > moment.base_version and part.conclusion != words:
        raise CannotWrite(_conflict(part.conclusion))
    part.conclusion = words
    part.conclusion_version = moment.meeting.version + 1
    part.save(update_fields=["conclusion", "conclusion_version"])
    return "Đã ghi kết luận."


def add_item(moment: Moment, payload: Mapping[str, str]) -> str:
    """Add an item during the meeting (nội dung phát sinh). Payload: `part`, `title`."""
    part = part_of(moment, payload)
    last = moment.meeting.items.aggregate(last=Max("position"))["last"] or 0
    AgendaItem.objects.create(
        meeting=moment.meeting,
        scope_key=moment.meeting.scope_key,
        part=part,
        position=last + 1,
        title=text(payload, "title", label="nội dung", longest=300),
    )
    return "Đã thêm nội dung."


def begin_part(moment: Moment, payload: Mapping[str, str]) -> str:
    """Begin the next part; the one before it ends now (chuyển phần). Payload: `part`."""
    part = part_of(moment, payload)
    if part.started_at is not None:
        raise CannotApply("Phần này đã bắt đầu.")
    moment.meeting.parts.filter(started_at__isnull=False, ended_at=None).update(ended_at=moment.at)
    part.started_at = moment.at
    part.save(update_fields=["started_at"])
    return f"Đã chuyển sang phần {part.get_kind_display().lower()}."


def part_of(moment: Moment, payload: Mapping[str, str]) -> Part:
    """Return the part a command names.

    Raises:
        CannotWrite: it is none of this meeting's.
    """
    typed = payload.get("part", "")
    part = moment.meeting.parts.filter(pk=int(typed) if typed.isdecimal() else 0).first()
    if part is None:
        raise CannotWrite("Không tìm thấy phần này của buổi họp. Hãy tải lại trang.")
    return part


def _item(moment: Moment, payload: Mapping[str, str]) -> AgendaItem:
    typed = payload.get("item", "")
    item = moment.meeting.items.filter(pk=int(typed) if typed.isdecimal() else 0).first()
    if item is None:
        raise CannotWrite("Không tìm thấy nội dung này trong chương trình. Hãy tải lại trang.")
    return item


def _words(payload: Mapping[str, str]) -> str:
    words = unicodedata.normalize("NFC", payload.get("text", "")).replace("\r\n", "\n").strip()
    if len(words) > _LONGEST_NOTE:
        raise CannotWrite(f"Ghi chép dài quá {_LONGEST_NOTE:,} chữ.".replace(",", "."))
    return words


def _conflict(theirs: str) -> str:
    return (
        "Người khác vừa ghi vào ô này. Nội dung của họ: "
        f"«{theirs}». Nội dung của đồng chí vẫn còn trong ô; hãy gộp lại rồi bấm Ghi."
    )
