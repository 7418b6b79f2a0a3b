"""A minute book, and an entry of it, as they leave the product (docs/minute-book.md).

One form, whether somebody exports it by the page or by the command.
"""

import json
from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from nenep.meetings.body.rules import words_of
from nenep.meetings.models import Entry
from nenep.organisations.models import Body

EXPORT_FORM = "nenep-book-1"


def export(entry: Entry) -> dict[str, object]:
    """Return what a verifier needs of an entry: its canonical text, hash and disclosures."""
    return {
        "sequence": entry.sequence,
        "hash": entry.hash,
        "content": entry.content,
        "disclosures": [
            {"commitment": one.commitment, "salt": one.salt, "value": one.value}
            for one in entry.disclosures.all()
        ],
    }


def export_book(body: Body, entries: Iterable[Entry], *, at: datetime) -> dict[str, object]:
    """Return the book of a body as somebody exports it.

    Args:
        entries: in order, as far as who exports may read them.
        at: when it leaves the product.
    """
    organisation = body.organisation
    name = organisation.name
    if body.kind != Body.Kind.CELL:
        name = f"{words_of(body.kind).unit} {organisation.code}"
    return {
        "form": EXPORT_FORM,
        "organisation": {"code": organisation.code, "name": name},
        "exported_at": timezone.localtime(at).isoformat(timespec="seconds"),
        "entries": [export(entry) for entry in entries],
    }


def written(book: dict[str, object]) -> str:
    """Return an exported book as the text of its file."""
    return json.dumps(book, ensure_ascii=False, indent=1) + "\n"
