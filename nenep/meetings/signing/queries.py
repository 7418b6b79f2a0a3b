"""What whoever signs puts their name under."""

from nenep.meetings.book.canonical import canonical, digest
from nenep.meetings.book.content import content_of
from nenep.meetings.models import (
    Meeting,
)
from nenep.meetings.room.queries.gaps import gaps, sheets_to_sign


def words_to_sign(meeting: Meeting) -> tuple[dict[str, object], str] | None:
    """Return what is to be signed, and its digest; nothing while something is missing."""
    sheets = sheets_to_sign(meeting)
    if not meeting.is_open or gaps(meeting, sheets):
        return None
    content = content_of(meeting, sheets)
    return content, digest(canonical(content))
