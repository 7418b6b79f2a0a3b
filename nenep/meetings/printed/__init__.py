"""What is printed from a sealed entry: minutes, the month's resolution, all of it at once."""

from nenep.meetings.printed.archive import archive_of
from nenep.meetings.printed.minutes import draft_minutes_of, minutes_of
from nenep.meetings.printed.resolution import resolution_of

__all__ = ["archive_of", "draft_minutes_of", "minutes_of", "resolution_of"]
