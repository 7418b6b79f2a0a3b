"""When what was promised counts as kept in time: a meeting says so, and it meets once a month."""

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate

from nenep.meetings.models import AgendaItem
from nenep.tasks.figures import figures_of_promises

# Meetings from the day on that had the task before them, and left it open.
_LEFT_OPEN = AgendaItem.objects.annotate(held_on=TruncDate("meeting__started_at")).filter(
    task=OuterRef("pk"),
    held_on__gte=OuterRef("due_on"),
    held_on__lt=OuterRef("settled_on"),
)
# By its day, or at the first meeting from that day on: the measure of the score (promises due
# by the meeting's day, as they stood when it ended).
IN_TIME = Q(settled_on__lte=F("due_on")) | ~Q(Exists(_LEFT_OPEN))

FIGURES = figures_of_promises(IN_TIME)
