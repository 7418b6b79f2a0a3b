"""Found and describe an organisation."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.core.constraints import explained
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean
from nenep.organisations.keys import lock_tree, next_id
from nenep.organisations.models import Body, FormerName, Organisation, Placement
from nenep.organisations.permissions import TreePermission
from nenep.organisations.rules import BODIES, SENTENCES, TREE_TRIGGERS


class CannotFound(Refusal):
    """The organisation cannot be founded or described so."""


@transaction.atomic
def found(
    *,
    kind: str,
    name: str,
    code: str,
    founded_on: date,
    parent_id: int | None,
    placed_from: date | None = None,
    dissolved_on: date | None = None,
    sector: str = "",
    decision: str = "",
    actor: Actor,
    at: datetime,
) -> Organisation:
    """Found an organisation under a parent, with the bodies that meet in it (thành lập).

    Args:
        kind: an `Organisation.Kind`.
        parent_id: nothing only for a province.
        placed_from: since when it is under this parent, if that is later than it was
            founded and what was before is not known.
        dissolved_on: for one that is gone already, entered for its history.
        decision: number and date of the decision.

    Raises:
        CannotFound: the parent does not fit or the code is taken.
        NotAllowed: the actor may not edit the tree at the parent.
    """
    lock_tree()
    parent = Organisation.objects.filter(pk=parent_id).first() if parent_id else None
    if parent_id and parent is None:
        raise CannotFound("Không tìm thấy cấp trên đã chọn. Hãy chọn lại.")
    new_id = next_id()
    key = f"{parent.scope_key if parent else ''}{new_id}/"
    # Whoever looks after one part of the tree holds nothing over a key of its own.
    authorise(actor, TreePermission.TREE_EDIT, parent.scope_key if parent else key)
    with explained(CannotFound, SENTENCES, deferred=TREE_TRIGGERS):
        organisation = Organisation.objects.create(
            pk=new_id,
            scope_key=key,
            kind=kind,
            sector=sector,
            code=clean(code),
            name=_named(name),
            founded_on=founded_on,
            dissolved_on=dissolved_on,
        )
        if parent:
            Placement.objects.create(
                organisation=organisation,
                parent=parent,
                valid_from=placed_from or founded_on,
                valid_to=dissolved_on,
                decision=decision,
            )
        Body.objects.bulk_create(
            Body(organisation=organisation, kind=body) for body in BODIES[kind]
        )
    audit.record(
        "organisation.founded",
        actor=actor,
        at=at,
        words=f"Thành lập {organisation.name}.",
        target=organisation,
    )
    return organisation


@transaction.atomic
def rename(
    *, organisation_id: int, name: str, on: date, actor: Actor, at: datetime
) -> Organisation:
    """Give an organisation a new name from a day on; the old one is kept (đổi tên).

    Raises:
        CannotFound: the day is in the future, before it was founded or before its last name.
    """
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
    authorise(actor, TreePermission.TREE_EDIT, organisation.scope_key)
    last = organisation.former_names.order_by("-valid_to").first()
    since = (last.valid_to if last else None) or organisation.founded_on
    if on > timezone.localdate(at):
        raise CannotFound("Ngày đổi tên ở tương lai. Hãy ghi lại khi đến ngày đó.")
    if on <= since:
        raise CannotFound(f"Ngày đổi tên phải sau ngày {since:%d/%m/%Y}. Hãy nhập lại ngày.")
    FormerName.objects.create(
        organisation=organisation,
        name=organisation.name,
        valid_from=since,
        valid_to=on,
    )
    organisation.name = _named(name)
    organisation.save(update_fields=["name"])
    audit.record(
        "organisation.renamed",
        actor=actor,
        at=at,
        words=f"Đổi tên thành {organisation.name} từ ngày {on:%d/%m/%Y}.",
        target=organisation,
    )
    return organisation


def _named(name: str) -> str:
    cleaned = clean(name)
    if not cleaned:
        raise CannotFound("Chưa có tên đơn vị. Hãy nhập tên.")
    return cleaned
