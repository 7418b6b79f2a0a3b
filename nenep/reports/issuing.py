"""Whose report it is: the organisation one acts for, what it stands under, its place."""

from dataclasses import dataclass
from datetime import date

from nenep.access.actor import Actor
from nenep.meetings.book.content import locality
from nenep.organisations import queries as organisations
from nenep.organisations.models import Organisation


@dataclass(frozen=True)
class Issuer:
    """The head of a report."""

    name: str
    superior: str
    place: str


def issuer_of(actor: Actor, *, on: date) -> Issuer:
    """Return the head of an actor's report; several duties have only their words."""
    organisation = Organisation.objects.filter(pk=actor.organisation_id or 0).first()
    if organisation is None:
        return Issuer(actor.label, "", "")
    above = organisations.parent_on(organisation, on)
    seat = (
        above.name if above and organisation.kind == Organisation.Kind.CELL else organisation.name
    )
    return Issuer(organisation.name, above.name if above else "", locality(seat))
