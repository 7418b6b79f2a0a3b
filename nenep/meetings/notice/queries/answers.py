"""What members answered to the notice."""

from django.db.models import Max, QuerySet
from django.utils import timezone

from nenep.meetings.body.queries.people import people_of
from nenep.meetings.models import Answer, Meeting
from nenep.members.models import MemberState
from nenep.members.queries import AWAY


def answers_that_count(meeting: Meeting) -> QuerySet[Answer]:
    """Return the answers to the day that is planned now.

    Who could not come on the day before a postponement may well come on the new one.
    """
    answers = Answer.objects.filter(meeting=meeting)
    moved = meeting.postponements.aggregate(last=Max("decided_at"))["last"]
    return answers.filter(at__gte=moved) if moved else answers


def why_away(answer: Answer | None, belonging: str, state: str) -> str | None:
    """Say why somebody is not expected in the room; None if they are.

    Their own answer counts first. Without one, the exempt and those who take part in another
    cell for a time may come but need not.
    """
    if answer is not None:
        return None if answer.coming else answer.reason
    if state == MemberState.State.EXEMPT:
        return "Được miễn công tác và sinh hoạt"
    if belonging == AWAY:
        return "Đang sinh hoạt tạm thời nơi khác"
    return None


def named_answers(meeting: Meeting) -> list[tuple[str, Answer]]:
    """Return each answer with the name of who gave it, in Vietnamese order of names.

    The names come from the roll: who sits in a body above the cell is at home in a cell that
    whoever runs its meeting does not see.
    """
    roll = people_of(meeting, timezone.localtime(meeting.planned_at).date())
    given = {answer.member_id: answer for answer in answers_that_count(meeting)}
    return [(line.full_name, given[line.member_id]) for line in roll if line.member_id in given]
