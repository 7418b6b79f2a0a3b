"""What the database keeps about meetings: the book, the closed room, roles and rights."""

from nenep.meetings.database import codes, minute_book, rights, room


def statements(*, web: str) -> list[str]:
    """Return functions and triggers, to be written anew at each migration."""
    return [
        statement
        for module in (room, minute_book, rights, codes)
        for statement in module.statements(web=web)
    ]
