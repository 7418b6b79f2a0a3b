"""What acts is taken out of a PDF: scripts, programs, forms that send, enclosed files."""

from collections.abc import Iterator
from typing import Any

import pypdf
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NullObject,
    StreamObject,
)

# Of what a click or an opening may do, only going to a page or an address stays.
_ACTIONS = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/ResetForm", "/Hide"),
    *("/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound", "/Trans", "/SetOCGState"),
    *("/GoTo3DView", "/RichMediaExecute"),
}
_NOTES = {"/FileAttachment", "/RichMedia", "/Screen", "/3D", "/Movie", "/Sound"}
# Whatever they call themselves besides, they hold the pages.
_FRAME = {"/Catalog", "/Pages", "/Page"}
_KEYS = ("/AA", "/OpenAction", "/JavaScript", "/XFA", "/EmbeddedFiles", "/AF", "/JS", "/EF")


def make_inert(writer: pypdf.PdfWriter) -> None:
    """Take out of all that will be written whatever a reader's program would run or send.

    What can be seen stays: notes, stamps, filled-in fields, links to a page or an address.
    """
    objects: list[Any] = writer._objects
    parts = [part for found in objects for part in _parts(found)]
    acting = {id(part): part for part in parts if _acts(part)}
    # A file or a long script is a stream, which would stay although nothing names it.
    streams = {
        value.idnum
        for part in acting.values()
        for one in _parts(part)
        for value in (one.values() if isinstance(one, DictionaryObject) else one)
        if isinstance(value, IndirectObject) and isinstance(_meant(value), StreamObject)
    }
    for part in parts:
        if isinstance(part, ArrayObject):
            part[:] = [one for one in part if id(_meant(one)) not in acting]
            continue
        for key in [key for key, one in part.items() if key in _KEYS or id(_meant(one)) in acting]:
            del part[key]
    for number, one in enumerate(objects, start=1):
        if number in streams or id(one) in acting:
            objects[number - 1] = NullObject()


def _acts(part: Any) -> bool:
    """Whether it is an action, a living note or a file, rather than something to be seen."""
    if not isinstance(part, DictionaryObject) or _meant(part.get("/Type")) in _FRAME:
        return False
    return (
        _meant(part.get("/S")) in _ACTIONS
        or _meant(part.get("/Subtype")) in _NOTES
        or "/JS" in part
        or "/EF" in part
    )


def _meant(one: Any) -> Any:
    return one.get_object() if isinstance(one, IndirectObject) else one


def _parts(found: Any) -> Iterator[Any]:
    """Every dictionary and list that is written within an object; references are not followed."""
    waiting = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, DictionaryObject):
            yield one
            waiting += one.values()
        elif isinstance(one, ArrayObject):
            yield one
            waiting += one
