"""Take a number in the register."""

from datetime import date

from django.db import connection, transaction
from django.db.models import Max

from nenep.access.actor import Actor, authorise
from nenep.documents.models import IssuedDocument
from nenep.documents.permissions import DocumentPermission
from nenep.organisations.models import Organisation


@transaction.atomic
def take_number(
    *,
    organisation: Organisation,
    type_code: str,
    organisation_code: str,
    term: str,
    issued_on: date,
    subject: str,
    actor: Actor,
) -> IssuedDocument:
    """Give the next number of a type in the term (lấy số văn bản).

    Numbers run from 01 for each type through the committee's whole term, not per year;
    under 10 they have a leading 0 (QĐ 399-QĐ/TW 09/01/2026 and HD 05-HD/VPTW 27/5/2026,
    second-hand; see docs/documents.md).

    Args:
        type_code: "NQ", "BB" …; organisation_code: "CB" for a cell.
    """
    authorise(actor, DocumentPermission.DOCUMENT_ISSUE, organisation.scope_key)
    with connection.cursor() as cursor:
        # One at a time for each register; a gap would have to be explained on paper.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"register {organisation.pk} {type_code} {term}"],
        )
    last = IssuedDocument.objects.filter(
        organisation=organisation, type_code=type_code, term=term
    ).aggregate(last=Max("number"))["last"]
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
