"""The register of an organisation: its terms, and which number comes next."""

from dataclasses import dataclass

from django.db.models import Count, Max, QuerySet

from nenep.access.actor import Actor
from nenep.documents.kinds import numbered_kinds
from nenep.documents.models import IssuedDocument, OpeningNumber
from nenep.documents.permissions import DocumentPermission
from nenep.organisations.models import Organisation, Term
from nenep.organisations.permissions import TreePermission
from nenep.organisations.queries import numbering_kind


@dataclass(frozen=True)
class Series:
    """The numbers of one kind in one term.

    Attributes:
        last: the last number taken, on paper or here; None while there is none.
        taken: how many were taken here.
    """

    type_code: str
    name: str
    opening: OpeningNumber | None
    last: int | None
    taken: int


@dataclass(frozen=True)
class TermOfRegister:
    """A term with its series; `term` is None for numbers of days without one."""

    term: Term | None
    series: tuple[Series, ...]

    @property
    def is_used(self) -> bool:
        """Whether a number or an opening number stands in it."""
        return any(one.taken or one.opening for one in self.series)


def registers(*, actor: Actor) -> QuerySet[Organisation]:
    """The organisations whose register the actor keeps, from the top."""
    return (
        Organisation.objects.visible_to(actor, DocumentPermission.DOCUMENT_REGISTER)
        .filter(dissolved_on=None)
        .order_by("scope_key")
    )


def register_of(*, actor: Actor, organisation: Organisation) -> list[TermOfRegister]:
    """Return the terms of an organisation with their numbers, the last first."""
    documents = IssuedDocument.objects.visible_to(actor, DocumentPermission.DOCUMENT_VIEW).filter(
        organisation=organisation
    )
    taken = {
        (term, code): (last, count)
        for term, code, last, count in documents.values_list("term", "type_code").annotate(
            last=Max("number"), count=Count("pk")
        )
    }
    openings = {
        (one.term_id, one.type_code): one
        for one in OpeningNumber.objects.visible_to(actor, DocumentPermission.DOCUMENT_VIEW).filter(
            organisation=organisation
        )
    }
    terms: list[Term | None] = [
        *Term.objects.visible_to(actor, TreePermission.TREE_VIEW)
        .filter(organisation=organisation, body__kind=numbering_kind(organisation))
        .order_by("-valid_from")
    ]
    if any(term is None for term, _ in taken):
        terms.append(None)
    names = {kind.symbol: kind.name for kind in numbered_kinds()}
    found = []
    for term in terms:
        pk = term.pk if term else None
        codes = [*names, *sorted({code for at, code in taken if at == pk and code not in names})]
        found.append(
            TermOfRegister(
                term,
                tuple(
                    _series(
                        code,
                        names.get(code, code),
                        openings.get((pk or 0, code)),
                        taken.get((pk, code)),
                    )
                    for code in codes
                ),
            )
        )
    return found


def _series(
    code: str, name: str, opening: OpeningNumber | None, taken: tuple[int, int] | None
) -> Series:
    last, count = taken or (None, 0)
    return Series(code, name, opening, last or (opening.last_number if opening else None), count)
