"""Entries of the minute book, for who asks."""

from datetime import date

from django.db.models import QuerySet

from nenep.access.actor import Actor
from nenep.meetings.book.canonical import canonical, digest
from nenep.meetings.models import (
    Consultation,
    Entry,
    Meeting,
)
from nenep.meetings.permissions import MeetingPermission
from nenep.organisations.models import Body


def consultation_of(meeting: Meeting) -> Consultation | None:
    """Return what was agreed before a meeting, where the reader may see it."""
    return Consultation.objects.filter(meeting=meeting).first()


def digest_of(found: Consultation) -> str:
    """Return the SHA-256 of what was agreed, in canonical form: it stands in the sealed entry.

    The words themselves stay with the committee.
    """
    held_on: date = found.held_on
    return digest(
        canonical(
            {
                "held_on": held_on.isoformat(),
                "by_committee": found.by_committee,
                "present": found.present,
                "agenda": found.agenda,
                "conclusion": found.conclusion,
                "points": found.points,
            }
        )
    )


def entries_of(*, actor: Actor, meeting_id: int) -> QuerySet[Entry]:
    """The sealed entries of a meeting, the newest first."""
    return (
        Entry.objects.visible_to(actor, MeetingPermission.MINUTES_VIEW)
        .filter(meeting_id=meeting_id)
        .select_related("organisation", "meeting__body", "resolution")
        .order_by("-sequence")
    )


def book_of_body(*, actor: Actor, body: Body) -> QuerySet[Entry]:
    """The minute book of a body above the cell, in order, as `book_of`."""
    return (
        Entry.objects.visible_to(actor, MeetingPermission.MINUTES_VIEW)
        .filter(organisation_id=body.organisation_id, scope_key=body.meeting_key)
        .select_related("meeting__body", "resolution", "replaced_by")
        .prefetch_related("disclosures")
        .order_by("sequence")
    )


def book_of(*, actor: Actor, organisation_id: int) -> QuerySet[Entry]:
    """A cell's minute book, in order, with what the entries still disclose."""
    return (
        Entry.objects.visible_to(actor, MeetingPermission.MINUTES_VIEW)
        .filter(organisation_id=organisation_id)
        .select_related("meeting__body", "resolution", "replaced_by")
        .prefetch_related("disclosures")
        .order_by("sequence")
    )
