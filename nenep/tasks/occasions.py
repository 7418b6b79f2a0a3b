"""On what occasions this app tells people something."""

from nenep.notices.occasion import Occasion

PROMISE = Occasion("promise", "Việc được giao")

OCCASIONS = (PROMISE,)
