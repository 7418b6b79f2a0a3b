"""What is printed from a sealed entry: minutes and the month's resolution."""

from nenep.meetings.printed.minutes import minutes_of
from nenep.meetings.printed.resolution import resolution_of

__all__ = ["minutes_of", "resolution_of"]
