"""On what occasions this app tells people something."""

from nenep.notices.occasion import Occasion

MEETING = Occasion("meeting", "Lịch họp")
MINUTES = Occasion("minutes", "Biên bản")

OCCASIONS = (MEETING, MINUTES)
