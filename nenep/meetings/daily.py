"""What is due once a day about meetings."""

from nenep.access.jobs import DailyJob
from nenep.meetings.reminders import remind

DAILY = (DailyJob(remind, by_day=True),)
