"""What is missing before the minutes of a meeting can be signed."""

from dataclasses import dataclass

from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.body.rules import is_on_resolution, passes_resolution
from nenep.meetings.book import reading
from nenep.meetings.book.outcome import resolution_vote
from nenep.meetings.invitee.queries import count_invited
from nenep.meetings.models import Attendance, Meeting, MeetingRole
from nenep.meetings.scoring.queries.approval import approval_of
from nenep.meetings.scoring.queries.score import ScoreSheet, sheets_of

_NOBODY = {
    MeetingRole.Kind.CHAIR: "Chưa có người chủ trì.",
    MeetingRole.Kind.MINUTE_TAKER: "Chưa cử thư ký ghi biên bản.",
}

_NO_RESOLUTION_VOTE = (
    "Buổi họp chưa biểu quyết nghị quyết. Ghi kết quả biểu quyết, cả khi không thông qua."
)
_AWAY = (Attendance.Mark.EXCUSED, Attendance.Mark.ABSENT)


@dataclass(frozen=True)
class Gap:
    """Something missing before the minutes can be signed; `step` is where to mend it.

    `place` is the id of the place on that step's page, where it has one.
    """

    sentence: str
    step: str
    place: str = ""


def sheets_to_sign(meeting: Meeting) -> list[ScoreSheet]:
    """Return the score sheets; the length is measured at the end: until then it is no gap."""
    return sheets_of(meeting, until=meeting.started_at)


def gaps(meeting: Meeting, sheets: list[ScoreSheet]) -> list[Gap]:
    """List what is missing before the minutes can be signed (còn thiếu)."""
    found: list[Gap] = []
    if meeting.state == Meeting.State.IN_PROGRESS:
        found.append(Gap("Buổi họp chưa kết thúc.", "end"))
    marks = {one.member_id: one.mark for one in meeting.attendances.all()}
    roles = {role.kind: role for role in meeting.roles.all()}
    for kind in MeetingRole.Kind:
        if kind not in roles:
            found.append(Gap(_NOBODY[kind], "roles"))
        elif marks.get(roles[kind].member_id) in _AWAY:
            found.append(
                Gap(
                    f"{kind.label} được điểm danh vắng mặt. "
                    "Hãy giao cho người có mặt, hoặc sửa điểm danh.",
                    "roles",
                )
            )
    unknown = sum(mark == Attendance.Mark.UNKNOWN for mark in marks.values())
    if unknown:
        found.append(Gap(f"Còn {unknown} người chưa điểm danh.", "roll_call"))
    unmarked = count_invited(meeting.guests.all()).unmarked
    if unmarked:
        found.append(Gap(f"Còn {unmarked} người được mời chưa điểm danh.", "roll_call"))
    away = [pk for pk, mark in marks.items() if mark in _AWAY]
    found += [
        Gap(
            f"{one.name} được ghi phát biểu ở «{one.item.title}» nhưng điểm danh vắng mặt. "
            "Hãy sửa điểm danh.",
            "roll_call",
        )
        for one in meeting.speakings.filter(member_id__in=away).select_related("item")
    ]
    doubled = meeting.wordings.filter(line="").count()
    if doubled:
        found.append(Gap(f"Còn {doubled} ô ghi có hai bản, chưa chọn hoặc gộp.", "wording"))
    scored_twice = meeting.wordings.exclude(line="").count()
    if scored_twice:
        found.append(Gap(f"Còn {scored_twice} dòng điểm có hai bản, chưa chọn.", "score"))
    if sheets:
        found += [
            Gap(one.sentence, "score", one.place) for one in approval_of(meeting, sheets).problems
        ]
    if _lacks_resolution_vote(meeting):
        found.append(Gap(_NO_RESOLUTION_VOTE, "vote"))
    for part in meeting.parts.select_related("concluded").order_by("number"):
        if part.started_at is None:
            found.append(Gap(f"Phần {part.get_kind_display().lower()} chưa bắt đầu.", "agenda"))
        if not part.conclusion:
            found.append(
                Gap(f"Chưa ghi kết luận phần {part.get_kind_display().lower()}.", "conclusion")
            )
        elif part.has_draft:
            found.append(
                Gap(
                    f"Kết luận phần {part.get_kind_display().lower()} còn là dự thảo: "
                    "chủ trì xem lại rồi ghi.",
                    "conclusion",
                )
            )
        problems = [one for sheet in sheets if sheet.part == part for one in sheet.score.problems]
        if problems:
            found.append(Gap(f"Chấm điểm: {problems[0].sentence}", "score"))
    return found


def _lacks_resolution_vote(meeting: Meeting) -> bool:
    """Whether the month's resolution was put to no vote.

    What was sealed with a number before a vote was asked for can still be corrected.
    """
    if not passes_resolution(meeting, rules_for(meeting)) or resolution_vote(meeting):
        return False
    replaced = meeting.entries.order_by("-sequence").first()
    if replaced is None or replaced.resolution_id is None:
        return True
    votes = reading.read(replaced)["votes"]
    return any(is_on_resolution(vote["rule"], vote["subject"]) for vote in votes)
