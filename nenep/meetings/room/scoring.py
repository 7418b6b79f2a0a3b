"""Score the meeting: judged points by line; the rest is measured."""

from collections.abc import Mapping

from nenep.core.vietnamese import clean
from nenep.meetings.bodies import is_scored
from nenep.meetings.models import ScoreEntry
from nenep.meetings.room.apply import CannotApply, Moment
from nenep.meetings.room.notes import part_of
from nenep.meetings.room.payload import decimal
from nenep.meetings.score import sheets_of

_LONGEST_LINE = 40


def score(moment: Moment, payload: Mapping[str, str]) -> str:
    """Give points (chấm điểm). Payload: `part`, and for each line `line.CODE`, `reason.CODE`.

    An empty line stays open, or keeps what was measured.
    """
    if not is_scored(moment.meeting):
        raise CannotApply("Cuộc họp này không có mẫu chấm điểm.")
    part = part_of(moment, payload)
    typed = {
        name.removeprefix("line.")[:_LONGEST_LINE]: name
        for name in payload
        if name.startswith("line.")
    }
    given = [line for line, name in typed.items() if payload[name].strip()]
    ScoreEntry.objects.filter(part=part, line__in=typed.keys() - given).update(
        points=None, reason=""
    )
    ScoreEntry.objects.bulk_create(
        [
            ScoreEntry(
                meeting=moment.meeting,
                part=part,
                scope_key=moment.meeting.scope_key,
                line=line,
                points=decimal(payload, typed[line], label="điểm"),
                reason=clean(payload.get(typed[line].replace("line.", "reason.", 1), ""))[:300],
            )
            for line in given
        ],
        update_conflicts=True,
        unique_fields=["part", "line"],
        update_fields=["points", "reason"],
    )
    sheets = sheets_of(moment.meeting, until=moment.in_meeting)
    result = next(sheet.score for sheet in sheets if sheet.part == part)
    if result.problems:
        return f"Đã ghi điểm, còn {len(result.problems)} dòng chưa xong."
    assert result.level is not None  # noqa: S101  (no problem left)
    return f"Đã chấm: {result.shown} điểm, xếp loại {result.level.title}."
