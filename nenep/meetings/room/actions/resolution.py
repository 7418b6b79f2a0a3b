"""The words of the month's resolution, part by part."""

from collections.abc import Mapping

from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.models import ResolutionText
from nenep.meetings.room.actions.notes import CannotWrite, words_of
from nenep.meetings.room.commands import Moment


def write_resolution(moment: Moment, payload: Mapping[str, str]) -> str:
    """Write the words of a part of the resolution (lời văn nghị quyết). Payload: `part`, `text`."""
    code, words = payload.get("part", ""), words_of(payload)
    known = {part.code for part in rules_for(moment.meeting).meetings.resolution_parts}
    if code not in known or not moment.meeting.makes_resolution:
        raise CannotWrite("Buổi này không có phần nghị quyết ấy. Hãy tải lại trang.")
    row = ResolutionText.objects.filter(meeting=moment.meeting, code=code).first()
    row = row or ResolutionText(
        meeting=moment.meeting, scope_key=moment.meeting.scope_key, code=code
    )
    if row.text != words and moment.is_unseen(row.version, row.device):
        raise CannotWrite(
            "Máy khác vừa sửa phần nghị quyết này. Vẫn giữ như máy ấy ghi; xem lại rồi ghi tiếp."
        )
    row.text, row.version, row.device = words, moment.meeting.version + 1, moment.device
    row.save()
    return "Đã ghi lời văn nghị quyết."
