"""What is printed from a sealed entry: minutes, the month's resolution, all of it at once."""

from nenep.documents.pdf import render_pdf
from nenep.meetings.book import reading
from nenep.meetings.models import Entry
from nenep.meetings.printed.archive import archive_of
from nenep.meetings.printed.minutes import draft_minutes_of, minutes_of
from nenep.meetings.printed.resolution import resolution_of

__all__ = ["archive_of", "draft_minutes_of", "draw", "minutes_of", "resolution_of"]


def draw(entry: Entry) -> bytes:
    """Draw minutes and resolution of an entry as one PDF.

    Raises:
        RuntimeError: they cannot be drawn, or the fonts are missing.
    """
    more = [resolution_of(entry)] if entry.resolution_id else []
    layout = reading.layout_of(reading.rulebook_of(reading.read(entry)))
    return render_pdf(minutes_of(entry), layout, *more)
