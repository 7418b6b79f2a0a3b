"""What stands in an address."""

from django.urls import register_converter


class Year:
    """A year from 1900 to 2199: with any other there is no such address."""

    regex = "(?:19|20|21)[0-9]{2}"

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return the four digits.

        Raises:
            ValueError: it is no such year; Django finds no address then.
        """
        if not 1900 <= value <= 2199:
            raise ValueError(value)
        return str(value)


register_converter(Year, "year")
