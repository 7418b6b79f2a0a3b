"""What an act about a member means for meetings: those to come, those held, rolls since."""

from django.utils import timezone

from nenep.core.formats import short_date
from nenep.meetings.models import Meeting
from nenep.members.around import Around, AskedAct
from nenep.members.models import Act

_State = Meeting.State
_TO_COME = (_State.PLANNED, _State.POSTPONED)
_HELD = (_State.IN_PROGRESS, _State.ENDED, _State.SIGNED, _State.PAPER)
# From these on somebody stands on the roll of another cell.
_COMES = (Act.Kind.ENROLLED, Act.Kind.MOVED_IN, Act.Kind.TRANSFERRED, Act.Kind.RESTORED)


def _says(asked: AskedAct) -> list[str]:
    if not asked.leaves or asked.cell is None:
        return []
    meetings = Meeting.objects.filter(organisation=asked.cell, planned_at__date__gte=asked.day)
    said = []
    held = meetings.filter(state__in=_HELD).count()
    if held:
        said.append(
            f"Từ ngày ấy chi bộ đã họp {held} buổi; biên bản đã ký, danh sách điểm danh giữ nguyên."
        )
    to_come = meetings.filter(state__in=_TO_COME).order_by("planned_at")
    if first := to_come.first():
        day = short_date(timezone.localtime(first.planned_at).date())
        said.append(
            f"Không còn trong danh sách dự {to_come.count()} buổi họp sắp tới, gần nhất {day}."
        )
    return said


def _stands_on(act: Act) -> str:
    """Whoever came is on the rolls of the meetings that have begun since."""
    if act.kind not in _COMES:
        return ""
    place = act.to_organisation_id or act.organisation_id
    if Meeting.objects.filter(organisation_id=place, started_at__gte=act.recorded_at).exists():
        return "Chi bộ mới đã họp và điểm danh đồng chí ấy, nên không hoàn tác được nữa."
    return ""


AROUND = Around("meetings", says=_says, stands_on=_stands_on)
