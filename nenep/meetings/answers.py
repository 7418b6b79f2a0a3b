"""What members answered to the notice."""

from django.db.models import Max, QuerySet

from nenep.meetings.models import Answer, Meeting


def answers_that_count(meeting: Meeting) -> QuerySet[Answer]:
    """Return the answers to the day that is planned now.

    Who could not come on the day before a postponement may well come on the new one.
    """
    answers = Answer.objects.filter(meeting=meeting)
    moved = meeting.postponements.aggregate(last=Max("decided_at"))["last"]
    return answers.filter(at__gte=moved) if moved else answers
