"""What members answered to the notice."""

from django.db.models import Max, QuerySet
from django.utils import timezone

from nenep.meetings.models import Answer, Meeting
from nenep.meetings.sitting import sitting


def answers_that_count(meeting: Meeting) -> QuerySet[Answer]:
    """Return the answers to the day that is planned now.

    Who could not come on the day before a postponement may well come on the new one.
    """
    answers = Answer.objects.filter(meeting=meeting)
    moved = meeting.postponements.aggregate(last=Max("decided_at"))["last"]
    return answers.filter(at__gte=moved) if moved else answers


def named_answers(meeting: Meeting) -> list[tuple[str, Answer]]:
    """Return each answer with the name of who gave it, in Vietnamese order of names.

    The names come from the roll: who sits in a body above the cell is at home in a cell that
    whoever runs its meeting does not see.
    """
    roll = sitting(meeting, timezone.localtime(meeting.planned_at).date())
    given = {answer.member_id: answer for answer in answers_that_count(meeting)}
    return [(line.full_name, given[line.member_id]) for line in roll if line.member_id in given]
