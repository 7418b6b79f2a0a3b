"""What is due once a day about workbooks that were sent."""

from nenep.access.jobs import DailyJob
from nenep.exchange.jobs import clear_drafts

DAILY = (DailyJob(clear_drafts),)
