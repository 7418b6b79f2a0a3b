"""Compare the sheet of terms with those entered; one term of a register at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Max

from nenep.core.formats import short_date
from nenep.documents.models import IssuedDocument
from nenep.documents.permissions import DocumentPermission
from nenep.documents.sheets.known import KnownTerm, Terms, check_may_write
from nenep.organisations.permissions import TreePermission
from nenep.organisations.rules import term_label
from nenep.organisations.sheets.places import Place, check_there, place_named
from nenep.sheets.checking import first_day_after, once
from nenep.sheets.rows import Row
from nenep.sheets.spans import last_day
from nenep.sheets.world import World


@dataclass
class TermPlan:
    """What loading would do with one term."""

    place: Place
    term: KnownTerm
    describes: bool = False


def check_terms(rows: Sequence[Row], world: World) -> None:
    """Compare every row, then look at all terms of an organisation together."""
    if not rows:
        return
    terms, seen = world.of(Terms), dict[tuple[object, ...], int]()
    for row in rows:
        place, until = place_named(row, "organisation", world), first_day_after(row)
        since, label = row.day("since"), term_label(row.text("label"))
        if place is None or since is None or not label:
            continue
        if not once(row, (place.code, since), seen, "since", "Nhiệm kỳ từ ngày này của đơn vị này"):
            continue
        held = terms.of(place.code)
        known = next((one for one in held if one.since == since), None)
        if known is None:
            check_there(row, "since", place, since, until)
            known = KnownTerm(label, since, until, row.text("congress"), row=row)
            row.is_new, row.plan = True, TermPlan(place, known)
            held.append(known)
        else:
            row.plan = TermPlan(place, known)
            _compare(row, row.plan, label, until)
        check_may_write(
            row, place, world, TreePermission.TERM_EDIT, DocumentPermission.DOCUMENT_REGISTER
        )
    _check_together(terms, world)


def _compare(row: Row, plan: TermPlan, label: str, until: date | None) -> None:
    known, congress = plan.term, row.text("congress")
    if until and until != known.until:
        ends = f"đến {short_date(day)}" if (day := last_day(known.until)) else "chưa ghi ngày hết"
        row.wrong(
            "until",
            f"Nhiệm kỳ này {ends}. Hãy để trống ô này; ghi nhiệm kỳ sau thì nhiệm kỳ này tự hết.",
        )
    if label != known.label:
        row.change("label", known.label, label)
        known.label, plan.describes = label, True
    if congress and congress != known.congress:
        row.change("congress", known.congress, congress)
        known.congress, plan.describes = congress, True


def _check_together(terms: Terms, world: World) -> None:
    """Say so where a new term lies in another, or begins before a number of the one it ends."""
    numbered = _last_numbers(terms, world)
    for held in terms.by_place.values():
        held.sort(key=lambda one: one.since)
        for first, second in pairwise(held):
            if first.until and first.until > second.since:
                _say_overlap(first, second)
            elif second.row and not first.until:
                taken = numbered.get(first.pk)
                if taken and taken >= second.since:
                    second.row.wrong(
                        "since",
                        f"Ngày {short_date(taken)} đã lấy số văn bản theo nhiệm kỳ trước. "
                        "Hãy ghi ngày bắt đầu sau ngày ấy.",
                    )


def _last_numbers(terms: Terms, world: World) -> dict[int | None, date]:
    """Return the last day on which a number was taken, by the id of a term without an end."""
    open_ones = [
        one.pk for held in terms.by_place.values() for one in held if one.pk and not one.until
    ]
    taken = IssuedDocument.objects.filter(
        world.actor.bounds(DocumentPermission.DOCUMENT_VIEW), term_id__in=open_ones
    )
    return dict(taken.values_list("term_id").annotate(Max("issued_on")).order_by())


def _say_overlap(first: KnownTerm, second: KnownTerm) -> None:
    wrong, other = (second, first) if second.row else (first, second)
    if wrong.row is not None:
        until = f" đến {short_date(day)}" if (day := last_day(other.until)) else ""
        wrong.row.wrong(
            "since",
            f"Trùng thời gian với nhiệm kỳ {other.label} (từ {short_date(other.since)}{until}). "
            "Hãy xem lại ngày bắt đầu, ngày kết thúc.",
        )
