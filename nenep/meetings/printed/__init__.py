"""What is printed from a sealed entry: minutes, the month's resolution, all of it at once."""

from datetime import datetime
from typing import Any

from nenep.documents.pdf import render_pdf
from nenep.meetings.book import reading
from nenep.meetings.printed.archive import archive_of
from nenep.meetings.printed.minutes import draft_minutes_of, minutes_of
from nenep.meetings.printed.resolution import draft_resolution_of, resolution_of

__all__ = ["archive_of", "draft_minutes_of", "draw", "minutes_of", "resolution_of"]


def draw(content: dict[str, Any], content_digest: str, at: datetime) -> bytes:
    """Draw minutes and resolution of words that are about to be sealed as one PDF.

    Args:
        content: what `book.content.content_of` says of the meeting.
        content_digest: of these words.
        at: now.

    Raises:
        RuntimeError: they cannot be drawn, or the fonts are missing.
    """
    layout = reading.layout_of(reading.rulebook_of(content))
    minutes = draft_minutes_of(content, content_digest, at)
    return render_pdf(minutes, layout, draft_resolution_of(content, at))
