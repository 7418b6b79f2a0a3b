"""Kinds of official documents: what each is called, numbered as, signed by, and sent to.

An app lists its own in `document_kinds.py` (`KINDS`), each with the function that writes it.
The register, opening numbers and builders all take them from here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from nenep.core.declared import declaring
from nenep.documents.structure import Block, IssuingBody, OfficialDocument, SignaturePlace


class SignedBy(StrEnum):
    """Who signs, by the post of the document's day."""

    FOR_THE_BODY = "for_the_body"
    """On behalf of the body: its secretary, else whoever stands next (T/M …)."""
    CHAIR = "chair"
    """The chair of the meeting alone."""
    CHAIR_AND_MINUTE_TAKER = "chair_and_minute_taker"
    """Both signers of minutes."""


@dataclass(frozen=True)
class DocumentKind:
    """A kind of official document (loại văn bản).

    Attributes:
        code: stable, such as "resolution"; what the register keeps is the symbol.
        name: as printed above the abstract.
        symbol: as in "Số 05-NQ/CB"; empty where there is none.
        numbered: whether it takes a number of the term.
        signed_by: in whose post.
        recipients: whom it is sent to, unless the writer knows better.
    """

    code: str
    name: str
    symbol: str
    numbered: bool
    signed_by: SignedBy
    recipients: tuple[str, ...] = ()

    def written(
        self,
        *,
        organisation: IssuingBody,
        place: str,
        issued_on: date,
        abstract: str,
        body: tuple[Block, ...],
        signatures: tuple[SignaturePlace, ...],
        created_at: datetime,
        recipients: tuple[str, ...] | None = None,
        **more: Any,
    ) -> OfficialDocument:
        """Return a document of this kind; see `structure.OfficialDocument`.

        Args:
            recipients: None for those of the kind.
        """
        return OfficialDocument(
            organisation=organisation,
            place=place,
            issued_on=issued_on,
            type_name=self.name,
            abstract=abstract,
            body=body,
            signatures=signatures,
            created_at=created_at,
            recipients=self.recipients if recipients is None else recipients,
            **more,
        )


Builder = Callable[..., Any]


@cache
def declared() -> dict[str, tuple[DocumentKind, Builder]]:
    """Return every kind with the function that writes it, by code, in the order of the apps.

    Raises:
        ValueError: a code, or the symbol of a numbered kind, is declared twice.
    """
    found: dict[str, tuple[DocumentKind, Builder]] = {}
    symbols: set[str] = set()
    for module in declaring("document_kinds"):
        for kind, builder in module.KINDS:
            if kind.code in found or (kind.numbered and kind.symbol in symbols):
                raise ValueError(f"Declared twice: {kind.code} ({kind.symbol}).")
            found[kind.code] = (kind, builder)
            symbols |= {kind.symbol} if kind.numbered else set()
    return found


def numbered_kinds() -> list[DocumentKind]:
    """Return the kinds that take a number."""
    return [kind for kind, _ in declared().values() if kind.numbered]
