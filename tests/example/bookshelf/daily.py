"""What is due once a day about bookshelves."""

from nenep.access.jobs import DailyJob
from nenep.bookshelf.jobs import tell_of_new_books

DAILY = (DailyJob(tell_of_new_books, by_day=True),)
