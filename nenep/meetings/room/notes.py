"""What is said: notes by item, conclusions by part, items added on the spot."""

import unicodedata
from collections.abc import Mapping

from django.db.models import Max, Q

from nenep.meetings.models import AgendaItem, ItemNote, Part
from nenep.meetings.room.apply import CannotApply, Moment
from nenep.meetings.room.payload import row_id, text
from nenep.meetings.room.times import time_within

_LONGEST_NOTE = 20_000


class CannotWrite(CannotApply):
    """Somebody else wrote the same field meanwhile, or it does not exist.

    `seen` names the words that were shown; sent along with the next command, they may be
    written over.
    """

    def __init__(self, sentence: str, *, seen: str = "") -> None:
        self.seen = seen
        super().__init__(sentence)


def write_note(moment: Moment, payload: Mapping[str, str]) -> str:
    """Write down what was said on an item (ghi chép). Payload: `item`, `text`, `seen`.

    Where somebody else wrote the same note after the version the device had seen, nothing
    is overwritten: the answer shows their words beside one's own.
    """
    item = _item(moment, payload)
    words = _words(payload)
    note = ItemNote.objects.filter(item=item).first()
    if note is None:
        note = ItemNote(meeting=moment.meeting, item=item, scope_key=moment.meeting.scope_key)
    else:
        _refuse_unseen(moment, payload, f"item:{item.pk}:{note.version}", note.text, words)
    note.text = words
    note.version = moment.meeting.version + 1
    note.save()
    return "Đã ghi."


def conclude(moment: Moment, payload: Mapping[str, str]) -> str:
    """Write the conclusion of a part (kết luận). Payload: `part`, `text`, `seen`."""
    part = part_of(moment, payload)
    words = _words(payload)
    mark = f"part:{part.pk}:{part.conclusion_version}"
    _refuse_unseen(moment, payload, mark, part.conclusion, words)
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
    return f"Đã chuyển sang phần {part.get_kind_display().lower()}."


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


def _words(payload: Mapping[str, str]) -> str:
    words = unicodedata.normalize("NFC", payload.get("text", "")).replace("\r\n", "\n").strip()
    if len(words) > _LONGEST_NOTE:
        raise CannotWrite(f"Ghi chép dài quá {_LONGEST_NOTE:,} chữ.".replace(",", "."))
    return words


def _refuse_unseen(
    moment: Moment, payload: Mapping[str, str], mark: str, theirs: str, words: str
) -> None:
    """Refuse to write over words that the device has not seen; `mark` ends with their version."""
    version = int(mark.rpartition(":")[2])
    if version <= moment.base_version or theirs == words or payload.get("seen") == mark:
        return
    raise CannotWrite(
        "Người khác vừa ghi vào ô này. Nội dung của họ: "
        f"«{theirs}». Nội dung của đồng chí vẫn còn trong ô; hãy gộp lại rồi bấm Ghi.",
        seen=mark,
    )
