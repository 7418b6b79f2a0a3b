"""Score the meeting: judged points by line; the rest is measured."""

from collections.abc import Mapping

from nenep.core.vietnamese import clean
from nenep.meetings.models import ScoreEntry
from nenep.meetings.room.apply import Moment
from nenep.meetings.room.notes import part_of
from nenep.meetings.room.payload import decimal
from nenep.meetings.score import score_of


def score(moment: Moment, payload: Mapping[str, str]) -> str:
    """Give points (chấm điểm). Payload: `part`, and for each line `line.CODE`, `reason.CODE`.

    An empty line stays open, or keeps what was measured.
    """
    part = part_of(moment, payload)
    for name in payload:
        if not name.startswith("line."):
            continue
        line = name.removeprefix("line.")
        if not payload[name].strip():
            ScoreEntry.objects.filter(part=part, line=line).update(points=None, reason="")
            continue
        ScoreEntry.objects.update_or_create(
            part=part,
            line=line[:40],
            defaults={
                "meeting": moment.meeting,
                "scope_key": moment.meeting.scope_key,
                "points": decimal(payload, name, label="điểm"),
                "reason": clean(payload.get(f"reason.{line}", ""))[:300],
            },
        )
    result = score_of(part, until=moment.in_meeting)
    if result.problems:
        return f"Đã ghi điểm, còn {len(result.problems)} dòng chưa xong."
    assert result.level is not None  # noqa: S101  (no problem left)
    return f"Đã chấm: {result.shown} điểm, xếp loại {result.level.title}."
