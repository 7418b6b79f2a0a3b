"""When the terms of a body begin and end."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import ProtectedError

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.core.constraints import explained
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean
from nenep.organisations.models import Body, Term
from nenep.organisations.permissions import TreePermission
from nenep.organisations.rules import SENTENCES, term_label


class CannotEnterTerm(Refusal):
    """The term overlaps another, lacks its words, or something already runs through it."""


@transaction.atomic
def begin_term(
    *,
    body_id: int,
    label: str,
    valid_from: date,
    valid_to: date | None = None,
    congress: str = "",
    actor: Actor,
    at: datetime,
) -> Term:
    """Enter a term of a body; one before it that has no end ends there (ghi nhiệm kỳ).

    Args:
        label: such as "2025-2030"; kept in one spelling.
        valid_to: the first day no longer in it; None: until the next one that is entered.

    Raises:
        CannotEnterTerm: it overlaps another, or has no words.
        NotAllowed: the actor may not enter terms there.
    """
    body = Body.objects.select_related("organisation").filter(pk=body_id).first()
    if body is None:
        raise CannotEnterTerm("Không tìm thấy đơn vị đã chọn. Hãy chọn lại.")
    authorise(actor, TreePermission.TERM_EDIT, body.scope_key)
    label = term_label(clean(label))
    if not label:
        raise CannotEnterTerm("Chưa ghi nhiệm kỳ. Ví dụ: 2025-2030.", field="label")
    later = body.terms.filter(valid_from__gt=valid_from).order_by("valid_from").first()
    with explained(CannotEnterTerm, SENTENCES):
        body.terms.filter(valid_from__lt=valid_from, valid_to=None).update(valid_to=valid_from)
        term = Term.objects.create(
            organisation=body.organisation,
            body=body,
            label=label,
            congress=clean(congress),
            valid_from=valid_from,
            valid_to=valid_to or (later.valid_from if later else None),
        )
    audit.record(
        "term.begun",
        actor=actor,
        at=at,
        words=f"Ghi nhiệm kỳ {label} của {body} từ {valid_from:%d/%m/%Y}.",
        target=term,
    )
    return term


@transaction.atomic
def describe_term(*, term_id: int, label: str, congress: str, actor: Actor, at: datetime) -> None:
    """Correct the words of a term; its days stay (sửa tên nhiệm kỳ).

    Raises:
        CannotEnterTerm: there is no such term, or it has no words.
        NotAllowed: the actor may not enter terms there.
    """
    term = Term.objects.select_for_update(of=("self",)).filter(pk=term_id).first()
    if term is None:
        raise CannotEnterTerm("Không tìm thấy nhiệm kỳ này. Hãy tải lại trang.")
    authorise(actor, TreePermission.TERM_EDIT, term.scope_key)
    before, label = term.label, term_label(clean(label))
    if not label:
        raise CannotEnterTerm("Chưa ghi nhiệm kỳ. Ví dụ: 2025-2030.", field="label")
    term.label, term.congress = label, clean(congress)
    term.save(update_fields=["label", "congress"])
    audit.record(
        "term.described",
        actor=actor,
        at=at,
        words=f"Sửa nhiệm kỳ {before} thành {label}, {term.congress or 'không ghi đại hội'}."[:500],
        target=term,
    )


@transaction.atomic
def describe_congress(
    *,
    term_id: int,
    congress: str,
    congress_from: date | None,
    congress_to: date | None,
    is_model: bool | None,
    model_chosen_by: str,
    delegates: int | None,
    shortcomings: str,
    actor: Actor,
    at: datetime,
) -> Term:
    """Write down what the congress of a term was like (đại hội).

    Args:
        congress_to: its last day; the first where it took one.
        is_model: whether it was a model congress; None where nobody has said.
        delegates: how many took part.
        shortcomings: what it named as shortcomings, one a line.

    Raises:
        CannotEnterTerm: its days are out of order, or who chose it as a model without it being one.
        NotAllowed: the actor may not enter terms there.
    """
    term = Term.objects.select_for_update(of=("self",)).filter(pk=term_id).first()
    if term is None:
        raise CannotEnterTerm("Không tìm thấy nhiệm kỳ này. Hãy tải lại trang.")
    authorise(actor, TreePermission.TERM_EDIT, term.scope_key)
    term.congress, term.model_chosen_by = clean(congress), clean(model_chosen_by)
    term.congress_from, term.congress_to = congress_from, congress_to or congress_from
    term.is_model, term.delegates = is_model, delegates
    term.shortcomings = shortcomings.strip()
    with explained(CannotEnterTerm, SENTENCES):
        term.save(
            update_fields=[
                "congress",
                "congress_from",
                "congress_to",
                "is_model",
                "model_chosen_by",
                "delegates",
                "shortcomings",
            ]
        )
    audit.record(
        "term.congress_described",
        actor=actor,
        at=at,
        words=f"Ghi đại hội của nhiệm kỳ {term.label}.",
        target=term,
    )
    return term


@transaction.atomic
def take_term_back(*, term_id: int, actor: Actor, at: datetime) -> None:
    """Remove a term entered by mistake; the one before it goes on again (bỏ nhiệm kỳ).

    Raises:
        CannotEnterTerm: there is no such term, or something already runs through it.
        NotAllowed: the actor may not enter terms there.
    """
    term = Term.objects.select_for_update(of=("self",)).filter(pk=term_id).first()
    if term is None:
        raise CannotEnterTerm("Không tìm thấy nhiệm kỳ này. Hãy tải lại trang.")
    authorise(actor, TreePermission.TERM_EDIT, term.scope_key)
    try:
        term.delete()
    except ProtectedError:
        raise CannotEnterTerm(
            f"Nhiệm kỳ {term.label} đã có số văn bản nên không bỏ được."
        ) from None
    before = Term.objects.filter(body_id=term.body_id, valid_to=term.valid_from)
    before.update(valid_to=term.valid_to)
    audit.record(
        "term.taken_back",
        actor=actor,
        at=at,
        words=f"Bỏ nhiệm kỳ {term.label} từ {term.valid_from:%d/%m/%Y}.",
        scope_key=term.scope_key,
    )
