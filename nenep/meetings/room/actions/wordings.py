"""Two who wrote the same field at once: both texts stay until somebody chooses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from nenep.meetings.models import AgendaItem, Conclusion, ItemNote, Part, Wording
from nenep.meetings.room.commands import CannotApply, Moment
from nenep.meetings.room.payload import row_id


@dataclass
class Field:
    """A text of the room that more than one may write: a note or a conclusion (ô ghi).

    Attributes:
        text: what stands there, empty if nothing was written yet.
        written_by: who wrote it.
        version: of the meeting when it was written.
        device: on which it was written.
        item: of which it is the note, or
        part: of which it is the conclusion.
        save: keeps text, author, version and device.
    """

    text: str
    written_by: str
    version: int
    device: UUID | None
    item: AgendaItem | None
    part: Part | None
    save: "Callable[[Field], None]"

    def write(self, moment: Moment, words: str, *, by: str = "") -> None:
        """Put words in, as those of the person who acts unless they are somebody else's."""
        self.text = words
        self.written_by = by or writer(moment)
        self.version = moment.meeting.version + 1
        self.device = moment.device
        self.save(self)


def field_of_item(moment: Moment, item: AgendaItem) -> Field:
    """Return the note of an item."""
    note = ItemNote.objects.filter(item=item).first()
    note = note or ItemNote(
        meeting=moment.meeting, item=item, scope_key=moment.meeting.scope_key, version=0
    )
    return _field(note, item=item, part=None)


def field_of_part(moment: Moment, part: Part) -> Field:
    """Return the conclusion of a part."""
    kept = Conclusion.objects.filter(part=part).first()
    kept = kept or Conclusion(meeting=moment.meeting, part=part, scope_key=moment.meeting.scope_key)
    return _field(kept, item=None, part=part)


def _field(kept: ItemNote | Conclusion, *, item: AgendaItem | None, part: Part | None) -> Field:
    def save(field: Field) -> None:
        kept.text, kept.written_by = field.text, field.written_by
        kept.version, kept.device = field.version, field.device
        kept.save()

    return Field(kept.text, kept.written_by, kept.version, kept.device, item, part, save)


def keep_beside(moment: Moment, field: Field, words: str) -> str:
    """Keep words beside those that another device wrote, and say so.

    What the same device kept there before is older than these.
    """
    wordings = Wording.objects.filter(
        meeting=moment.meeting, item=field.item, part=field.part, line=""
    )
    mine = wordings.filter(device=moment.device).first() if moment.device else None
    if mine is not None:
        mine.text, mine.written_by = words, writer(moment)
        mine.save(update_fields=["text", "written_by"])
    elif not wordings.filter(text=words).exists():
        Wording.objects.create(
            meeting=moment.meeting,
            item=field.item,
            part=field.part,
            text=words,
            written_by=writer(moment),
            device=moment.device,
        )
    return (
        f"{field.written_by or 'Người khác'} vừa ghi vào ô này nên giữ cả hai bản. "
        "Hãy chọn một bản, hoặc gộp lại, ở dưới ô ghi."
    )


def choose_wording(moment: Moment, payload: Mapping[str, str]) -> str:
    """Settle what two wrote at once (chọn bản ghi).

    Payload: `wording`; `choice`: "swap" puts it in the field and keeps the other beside,
    "merge" writes both, "drop" leaves what stands in the field.
    """
    wording = moment.meeting.wordings.filter(pk=row_id(payload, "wording"), line="").first()
    if wording is None:
        raise CannotApply("Bản ghi này đã được chọn hoặc gộp rồi.")
    if wording.item is not None:
        field = field_of_item(moment, wording.item)
    else:
        assert wording.part is not None  # noqa: S101  (one of the two: a constraint)
        field = field_of_part(moment, wording.part)
    choice = payload.get("choice")
    if choice == "swap":
        kept, by = field.text, field.written_by
        field.write(moment, wording.text, by=wording.written_by)
        wording.text, wording.written_by, wording.device = kept, by or "Người khác", None
        wording.save(update_fields=["text", "written_by", "device"])
        return "Đã đổi bản. Bản kia vẫn còn ở dưới ô ghi."
    if choice == "merge":
        field.write(moment, f"{field.text}\n{wording.text}".strip())
    elif choice != "drop":
        raise CannotApply("Hãy chọn: gộp, đổi, hoặc bỏ bản này.")
    wording.delete()
    return "Đã gộp hai bản." if choice == "merge" else "Đã bỏ bản ghi ấy."


def writer(moment: Moment) -> str:
    """Return the name of who acts, or the post of somebody who is not on the roll."""
    one = moment.meeting.attendances.filter(member_id=moment.actor.member_id or 0).first()
    return one.name if one else moment.actor.label
