"""What is due once a day about log-ins."""

from nenep.access.jobs import DailyJob
from nenep.accounts.jobs import clear_expired

DAILY = (DailyJob(clear_expired),)
