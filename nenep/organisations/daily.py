"""What is due once a day about the tree."""

from nenep.access.jobs import DailyJob
from nenep.organisations.jobs import follow_the_tree

DAILY = (DailyJob(follow_the_tree),)
