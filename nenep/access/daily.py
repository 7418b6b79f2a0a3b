"""What is due once a day about the queue."""

from nenep.access.jobs import DailyJob, clear_done

DAILY = (DailyJob(clear_done),)
