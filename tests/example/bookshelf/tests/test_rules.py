from datetime import date

from nenep.bookshelf.rules import new_since


class TestNew:
    def test_begins_with_the_year(self):
        assert new_since(date(2026, 12, 3)) == date(2026, 1, 1)
        assert new_since(date(2027, 1, 1)) == date(2027, 1, 1)
