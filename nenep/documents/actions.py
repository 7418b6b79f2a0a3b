"""Take a number in the register; enter terms and the numbers already used on paper."""

from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Max

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.core.constraints import explained
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean
from nenep.documents.kinds import numbered_kinds
from nenep.documents.models import IssuedDocument, OpeningNumber
from nenep.documents.permissions import DocumentPermission
from nenep.organisations import actions as organisations
from nenep.organisations.lookup import visible_organisation
from nenep.organisations.models import Organisation, Term
from nenep.organisations.queries import numbering_body, term_on

_MOST = 9999
STANDS = "Loại văn bản này đã có số trong nhiệm kỳ nên số mở đầu không đổi được nữa."
_SENTENCES = {
    "opening_number_once": (
        "Đã ghi số mở đầu của loại văn bản này trong nhiệm kỳ. Ghi nhầm thì bỏ rồi ghi lại."
    ),
    "opening_number_stays": STANDS,
}


class CannotOpenNumbers(Refusal):
    """The opening number is out of bounds, lacks its source, or numbers already stand."""


class CannotTakeUpNumbers(organisations.CannotEnterTerm):
    """Numbers were taken under another term on days that the new one takes up."""


@transaction.atomic
def take_number(
    *,
    organisation: Organisation,
    type_code: str,
    organisation_code: str,
    issued_on: date,
    subject: str,
    actor: Actor,
) -> IssuedDocument:
    """Give the next number of a kind in the term of a day (lấy số văn bản).

    Numbers run for each kind through the body's whole term, not per year, after the last one
    used on paper; under 10 they have a leading 0 (QĐ 399-QĐ/TW 09/01/2026 and HD 05-HD/VPTW
    27/5/2026, second-hand; see docs/documents.md). On days without a term they run by
    themselves, until one is entered that takes them up.

    Args:
        type_code: "NQ", "BB" …; organisation_code: "CB" for a cell.
    """
    authorise(actor, DocumentPermission.DOCUMENT_ISSUE, organisation.scope_key)
    _lock_register(organisation.pk)
    term = term_on(organisation, issued_on)
    series = IssuedDocument.objects.filter(
        organisation=organisation, type_code=type_code, term=term
    )
    last = series.aggregate(last=Max("number"))["last"]
    if last is None and term is not None:
        opening = term.opening_numbers.filter(type_code=type_code).first()
        last = opening.last_number if opening else None
    number = (last or 0) + 1
    return IssuedDocument.objects.create(
        organisation=organisation,
        type_code=type_code,
        term=term,
        number=number,
        symbol=symbol(number=number, type_code=type_code, organisation_code=organisation_code),
        issued_on=issued_on,
        subject=subject,
    )


def symbol(*, number: int, type_code: str, organisation_code: str) -> str:
    """Return the printed form: "Số 05-NQ/CB"."""
    return f"Số {number:02d}-{type_code}/{organisation_code}"


@transaction.atomic
def enter_term(
    *,
    organisation_id: int,
    label: str,
    valid_from: date,
    valid_to: date | None = None,
    congress: str,
    actor: Actor,
    at: datetime,
) -> Term:
    """Enter the term through which an organisation's numbers run (ghi nhiệm kỳ).

    Numbers taken on its days without a term become its own.

    Args:
        valid_to: the first day no longer in it; None: until the next one.

    Raises:
        CannotEnterTerm: it overlaps another, or has no words.
        CannotTakeUpNumbers: numbers of its days run through the term before it.
        NotAllowed: the actor may not keep that register.
    """
    organisation = visible_organisation(organisation_id, CannotTakeUpNumbers)
    authorise(actor, DocumentPermission.DOCUMENT_REGISTER, organisation.scope_key)
    _lock_register(organisation.pk)
    later = IssuedDocument.objects.filter(
        organisation=organisation,
        term__valid_from__lt=valid_from,
        term__valid_to=None,
        issued_on__gte=valid_from,
    ).order_by("issued_on")
    if (taken := later.first()) is not None:
        raise CannotTakeUpNumbers(
            f"{taken.symbol} ngày {taken.issued_on:%d/%m/%Y} đã lấy theo nhiệm kỳ trước. "
            "Hãy chọn ngày bắt đầu sau ngày ấy.",
            field="valid_from",
        )
    term = organisations.begin_term(
        body_id=numbering_body(organisation).pk,
        label=label,
        valid_from=valid_from,
        valid_to=valid_to,
        congress=congress,
        actor=actor,
        at=at,
    )
    _take_up(term)
    return term


@transaction.atomic
def set_opening_number(
    *, term_id: int, type_code: str, last_number: int, source: str, actor: Actor, at: datetime
) -> OpeningNumber:
    """Enter the last number used on paper, for who starts in mid-term (ghi số mở đầu).

    Args:
        type_code: the symbol of a kind that takes numbers, such as "NQ".
        last_number: the next number taken follows it.
        source: where it stands, such as "sổ văn bản giấy, quyển 2".

    Raises:
        CannotOpenNumbers: numbers of the kind already stand in the term, one is entered, or a
            value is missing.
        NotAllowed: the actor may not keep that register.
    """
    term = Term.objects.filter(pk=term_id).first()
    if term is None:
        raise CannotOpenNumbers("Chưa chọn nhiệm kỳ. Hãy ghi nhiệm kỳ trước, rồi ghi số mở đầu.")
    authorise(actor, DocumentPermission.DOCUMENT_REGISTER, term.scope_key)
    if type_code not in {kind.symbol for kind in numbered_kinds()}:
        raise CannotOpenNumbers("Chưa chọn loại văn bản có lấy số.", field="type_code")
    if not 1 <= last_number <= _MOST:
        raise CannotOpenNumbers(
            f"Số cuối đã dùng trên giấy phải từ 1 đến {_MOST}.", field="last_number"
        )
    if not clean(source):
        raise CannotOpenNumbers(
            "Chưa ghi lấy từ sổ nào. Ví dụ: sổ văn bản giấy, quyển 2.", field="source"
        )
    _lock_register(term.organisation_id)
    with explained(CannotOpenNumbers, _SENTENCES):
        opening = OpeningNumber.objects.create(
            organisation_id=term.organisation_id,
            term=term,
            type_code=type_code,
            last_number=last_number,
            source=clean(source),
            noted_by=actor.label[:300],
            noted_at=at,
        )
    audit.record(
        "documents.opening_number_set",
        actor=actor,
        at=at,
        words=f"Số mở đầu {type_code} nhiệm kỳ {term.label}: {last_number}, theo {clean(source)}."[
            :500
        ],
        target=opening,
    )
    return opening


@transaction.atomic
def take_opening_number_back(*, opening_id: int, actor: Actor, at: datetime) -> None:
    """Remove an opening number on which no number stands (bỏ số mở đầu).

    Raises:
        CannotOpenNumbers: there is none, or a number stands on it.
        NotAllowed: the actor may not keep that register.
    """
    opening = OpeningNumber.objects.select_related("term").filter(pk=opening_id).first()
    if opening is None:
        raise CannotOpenNumbers("Không tìm thấy số mở đầu này. Hãy tải lại trang.")
    authorise(actor, DocumentPermission.DOCUMENT_REGISTER, opening.scope_key)
    _lock_register(opening.organisation_id)
    with explained(CannotOpenNumbers, _SENTENCES):
        OpeningNumber.objects.filter(pk=opening_id).delete()
    audit.record(
        "documents.opening_number_taken_back",
        actor=actor,
        at=at,
        words=f"Bỏ số mở đầu {opening.type_code} nhiệm kỳ {opening.term.label}.",
        scope_key=opening.scope_key,
    )


def _take_up(term: Term) -> None:
    """Let numbers that were taken without a term, on its days, run through it."""
    taken = IssuedDocument.objects.filter(
        organisation_id=term.organisation_id, term=None, issued_on__gte=term.valid_from
    )
    if term.valid_to is not None:
        taken = taken.filter(issued_on__lt=term.valid_to)
    taken.update(term=term)


def _lock_register(organisation_id: int) -> None:
    # One at a time for each register; a gap would have to be explained on paper.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"register {organisation_id}"]
        )
