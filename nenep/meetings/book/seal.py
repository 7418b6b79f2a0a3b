"""Write the next entry of a book, with its facts, in one transaction."""

from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.documents.actions import take_number
from nenep.documents.models import IssuedDocument
from nenep.meetings.attendance import rules
from nenep.meetings.attendance.queries.roll import counts_of
from nenep.meetings.body.queries.rulebook import rules_for
from nenep.meetings.body.rules import body_rules, passes_resolution
from nenep.meetings.book.canonical import (
    FORM,
    NOTHING_BEFORE,
    Personal,
    canonical,
    digest,
    hidden,
    stamp,
)
from nenep.meetings.book.kinds import RESOLUTION
from nenep.meetings.book.outcome import resolution_vote
from nenep.meetings.models import (
    EnteredSheet,
    Entry,
    EntryDisclosure,
    Facts,
    Meeting,
    Part,
    Signature,
)
from nenep.meetings.scoring.queries.score import ScoreSheet
from nenep.organisations import queries as organisations
from nenep.quality.score import Score
from nenep.rulebooks.rules import minutes_in_time


def seal(
    *,
    meeting: Meeting,
    content: dict[str, object],
    sheets: list[ScoreSheet],
    actor: Actor,
    at: datetime,
) -> Entry:
    """Seal a meeting that both have signed; called by `sign` inside its transaction.

    The book is locked first, so two signings of one book come one after the other.

    Args:
        content: what both have signed.
    """
    _lock_book(meeting.organisation_id)
    last = (
        Entry.objects.filter(organisation_id=meeting.organisation_id, scope_key=meeting.scope_key)
        .order_by("-sequence")
        .first()
    )
    replaced = meeting.entries.order_by("-sequence").first()
    sequence = last.sequence + 1 if last else 1
    previous = last.hash if last else NOTHING_BEFORE
    held_on = timezone.localtime(meeting.started_at).date()
    resolution = _resolution(meeting, replaced, held_on, actor)
    sealed, kept = hidden(
        {
            "form": FORM,
            "sequence": sequence,
            "previous": previous,
            "sealed_at": stamp(at),
            "replaces": replaced.hash if replaced else None,
            "correction": Personal(meeting.correction),
            "correction_reason": Personal(meeting.correction_reason),
            "resolution": resolution.symbol if resolution else None,
            "signatures": [_signature(one) for one in meeting.signatures.order_by("kind")],
            **content,
        }
    )
    text = canonical(sealed)
    entry = Entry.objects.create(
        organisation=meeting.organisation,
        meeting=meeting,
        sequence=sequence,
        previous_hash=previous,
        hash=digest(text),
        content=text,
        sealed_at=at,
        replaces=replaced,
        correction=meeting.correction,
        correction_reason=meeting.correction_reason,
        resolution=resolution,
    )
    EntryDisclosure.objects.bulk_create(
        EntryDisclosure(
            entry=entry,
            commitment=one.commitment,
            salt=one.salt,
            value=one.value,
            says_why_away=one.says_why_away,
        )
        for one in kept
    )
    _freeze(meeting, sheets, entry, held_on)
    return entry


def _signature(signature: Signature) -> dict[str, object]:
    """Describe a signature; one not made on one's own device says how, in keys of its own."""
    found: dict[str, object] = {
        "role": signature.kind,
        "name": Personal(signature.name),
        "signed_at": stamp(signature.signed_at),
        "content_digest": signature.content_digest,
    }
    if signature.slip_by:
        found["slip_by"] = Personal(signature.slip_by)
    if signature.way == Signature.Method.APPLICATION:
        return found
    found |= {"way": signature.way, "entered_by": Personal(signature.entered_by)}
    if signature.signed_on is not None:
        found |= {
            "signed_on": signature.signed_on.isoformat(),
            "witness": Personal(signature.witness),
        }
    return found


def _freeze(meeting: Meeting, sheets: list[ScoreSheet], entry: Entry, held_on: date) -> Facts:
    counts = counts_of(meeting)
    score, beside = sheets[0].score if sheets else None, _thematic_part(sheets)
    # It has ended: a constraint of the table.
    assert meeting.started_at is not None  # noqa: S101
    assert meeting.ended_at is not None  # noqa: S101
    return Facts.objects.create(
        organisation=meeting.organisation,
        meeting=meeting,
        entry=entry,
        source=Facts.Source.SEALED,
        place_key=_place_key(meeting, held_on),
        sector=meeting.organisation.sector,
        kind=meeting.kind,
        has_thematic_part=meeting.parts.filter(kind=Part.Kind.THEMATIC).exists(),
        thematic_score=beside.stored if beside else None,
        thematic_level=beside.level.code if beside and beside.level else "",
        counts_for=meeting.counts_for,
        held_on=held_on,
        entitled=counts.entitled,
        counted=counts.counted,
        present=counts.present,
        present_counted=counts.present_counted,
        excused=counts.excused,
        absent=counts.absent,
        minutes=rules.length_in_minutes(meeting.started_at, meeting.ended_at),
        score=score.stored if score else None,
        level=score.level.code if score and score.level else "",
        in_time=_in_time(meeting, entry, held_on),
        edition=meeting.edition,
    )


def _thematic_part(sheets: list[ScoreSheet]) -> Score | None:
    """Return the score of a thematic part that stands beside a regular one."""
    return next((one.score for one in sheets[1:] if one.part.kind == Part.Kind.THEMATIC), None)


def _in_time(meeting: Meeting, entry: Entry, held_on: date) -> bool | None:
    """Whether the minutes were finished in time: the first ones, whatever is corrected.

    Unknown above the cell: no edition lays down a number of days there.
    """
    if not meeting.body.is_of_a_cell:
        return None
    first = Facts.objects.filter(meeting=meeting, entry__replaces=None).exclude(entry=entry).first()
    if first is not None and first.in_time is not None:
        return first.in_time
    return minutes_in_time(held_on, _finished_on(meeting), rules_for(meeting).meetings)


def _finished_on(meeting: Meeting) -> date:
    """Return the day of the last signature; of a sheet that was entered, the last made by hand."""
    signatures = list(meeting.signatures.all())
    by_hand = [one.signed_on for one in signatures if one.signed_on is not None]
    if by_hand and EnteredSheet.objects.filter(meeting=meeting).exists():
        return max(by_hand)
    return max(one.signed_on or timezone.localtime(one.signed_at).date() for one in signatures)


def _resolution(
    meeting: Meeting, replaced: Entry | None, held_on: date, actor: Actor
) -> IssuedDocument | None:
    """Number the month's resolution if it was adopted; a correction keeps the number it has."""
    rulebook = rules_for(meeting)
    if not passes_resolution(meeting, rulebook):
        return None
    numbered, vote = replaced.resolution if replaced else None, resolution_vote(meeting)
    if vote is None:
        # Only of what was sealed before a vote was asked for.
        return numbered
    if not vote.reached:
        return None
    above = body_rules(meeting, rulebook)
    return numbered or take_number(
        organisation=meeting.organisation,
        type_code=RESOLUTION.symbol,
        organisation_code=above.resolution if above and above.resolution else "CB",
        issued_on=held_on,
        subject=f"Nghị quyết tháng {meeting.counts_for:%m/%Y}",
        actor=actor,
    )


def _place_key(meeting: Meeting, held_on: date) -> str:
    """Return the path of ids of the day of the meeting, in the form of a scope key."""
    steps = organisations.path_on(meeting.organisation, held_on)
    return "".join(f"{step.organisation_id}/" for step in steps)


def _lock_book(organisation_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"book {organisation_id}"]
        )
