"""The names in a ZIP file somebody sent, if there are not too many of them."""

import io
import struct
import zipfile

# Some thousand names; a document has dozens.
_LONGEST_LIST = 256 * 1024
_END = b"PK\x05\x06"
_LOCATOR, _LOCATOR_LENGTH = b"PK\x06\x07", 20
_END_LENGTH, _LONGEST_COMMENT = 22, 65_535


def names_in(data: bytes) -> list[str]:
    """Return the names of a ZIP file's parts; none if it is damaged or has too many.

    How long the list is stands at the end of the file, and is looked at before the list is read.
    """
    if any(_list_length(data, place) > _LONGEST_LIST for place in _ends(data)):
        return []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        # Damaged; of a version it does not know; a place before the beginning of the file.
        return []


def _ends(data: bytes) -> list[int]:
    """Where the record at the end may begin: whichever of them a reader believes counts."""
    first = max(0, len(data) - _END_LENGTH - _LONGEST_COMMENT)
    found, place = [], data.find(_END, first)
    while place >= 0:
        found.append(place)
        place = data.find(_END, place + 1)
    return found


def _list_length(data: bytes, place: int) -> int:
    """Return how long a record says that the list is; 0 where it is cut off."""
    if data[max(0, place - _LOCATOR_LENGTH) :].startswith(_LOCATOR):
        # Its length stands in a record for files above four gigabytes.
        return _LONGEST_LIST + 1
    if place + 16 > len(data):
        return 0
    (length,) = struct.unpack_from("<I", data, place + 12)
    return int(length)
