"""The documents of a meeting, each with the function that writes it."""

from nenep.meetings.book import kinds
from nenep.meetings.printed.consultation import consultation_minutes_of
from nenep.meetings.printed.minutes import minutes_of
from nenep.meetings.printed.notice import invitation_of, notice_of
from nenep.meetings.printed.resolution import resolution_of

KINDS = (
    (kinds.RESOLUTION, resolution_of),
    (kinds.MINUTES, minutes_of),
    (kinds.NOTICE, notice_of),
    (kinds.INVITATION, invitation_of),
    (kinds.CONSULTATION_MINUTES, consultation_minutes_of),
)
