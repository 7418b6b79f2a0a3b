"""On what occasions this app tells people something."""

from nenep.notices.occasion import Occasion

NEW_BOOK = Occasion("new_book", "Tủ sách")

OCCASIONS = (NEW_BOOK,)
