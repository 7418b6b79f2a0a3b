"""Whose report it is: the organisation one acts for, what it stands under, its place."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from nenep.access.actor import Actor
from nenep.documents.layout import DocumentLayout
from nenep.documents.signers import signature_for
from nenep.documents.structure import SignaturePlace
from nenep.meetings.book.content import locality
from nenep.organisations import queries as organisations
from nenep.organisations.models import Body, Organisation
from nenep.rulebooks import rulebook_on

# Who acts in several duties leaves the name to the office.
_UNSIGNED = SignaturePlace("T/M ĐẢNG ỦY", "")


@dataclass(frozen=True)
class Issuer:
    """The head of a report, and who signs it."""

    name: str
    superior: str
    place: str
    signature: SignaturePlace


def issuer_of(actor: Actor, *, on: date) -> Issuer:
    """Return the head of an actor's report; several duties have only their words."""
    organisation = Organisation.objects.filter(pk=actor.organisation_id or 0).first()
    if organisation is None:
        return Issuer(actor.label, "", "", _UNSIGNED)
    above = organisations.parent_on(organisation, on)
    seat = (
        above.name if above and organisation.kind == Organisation.Kind.CELL else organisation.name
    )
    head = Issuer(organisation.name, above.name if above else "", locality(seat), _UNSIGNED)
    if organisation.kind == Organisation.Kind.CELL:
        cell = Q(organisation=organisation, body__kind=Body.Kind.CELL)
        layout = rulebook_on(on).documents.document_layout.as_mapping()
        role = DocumentLayout.from_mapping(layout).signature_of_cell
        return replace(head, signature=signature_for(cell, role=role, day=on))
    committee = Q(organisation=organisation, body__kind=Body.Kind.COMMITTEE)
    return replace(head, signature=signature_for(committee, role=_UNSIGNED.role, day=on))
