"""How large a picture says it is, before anything draws it dot by dot."""

import struct

# About 200 MB while it is drawn.
MOST_DOTS = 50_000_000

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
# Frames of JPEG that carry the measures; C4, C8 and CC between them are something else.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Markers without a length.
_BARE = frozenset((0x01, *range(0xD0, 0xDA)))


def dots_of(picture: bytes) -> int:
    """Return how many dots a PNG or JPEG has by its own word; 0 where it says nothing readable."""
    if picture.startswith(_PNG):
        width, height = _numbers(">II", picture, 16)
        return width * height
    return _dots_of_jpeg(picture) if picture.startswith(_JPEG) else 0


def _dots_of_jpeg(picture: bytes) -> int:
    """Return the most that any of its frames says: drawers differ in which they believe."""
    place, most = 2, 0
    while (place := picture.find(b"\xff", place)) >= 0 and place + 1 < len(picture):
        kind = picture[place + 1]
        if kind in (0x00, 0xFF) or kind in _BARE:
            place += 1 if kind == 0xFF else 2
            continue
        length, _ = _numbers(">HB", picture, place + 2)
        if kind in _FRAMES:
            height, width = _numbers(">HH", picture, place + 5)
            most = max(most, width * height)
        place += 2 + max(2, length)
    return most


def _numbers(form: str, picture: bytes, place: int) -> tuple[int, int]:
    """Return two numbers; noughts where the picture is cut off, as what draws it will say."""
    if place + struct.calcsize(form) > len(picture):
        return 0, 0
    first, second = struct.unpack_from(form, picture, place)
    return first, second
