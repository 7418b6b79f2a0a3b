"""Dissolve, merge and split organisations."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nenep.access.actor import Actor, authorise
from nenep.audit import actions as audit
from nenep.core.constraints import explained
from nenep.core.errors import Refusal
from nenep.organisations.actions.founding import found
from nenep.organisations.actions.moves import rehang
from nenep.organisations.keys import lock_tree, rewrite_keys
from nenep.organisations.lookup import visible_organisation
from nenep.organisations.models import Organisation, Placement, Succession
from nenep.organisations.permissions import TreePermission
from nenep.organisations.rules import SENTENCES, TREE_TRIGGERS


class CannotEnd(Refusal):
    """The organisation cannot end, merge or split so."""


@dataclass(frozen=True)
class SplitPart:
    """What a split makes: a new organisation and those below that go to it."""

    name: str
    code: str
    below: tuple[int, ...] = ()


@transaction.atomic
def dissolve(
    *, organisation_id: int, on: date, decision: str = "", actor: Actor, at: datetime
) -> Organisation:
    """End an organisation; `on` is the first day it is no longer there (giải thể).

    Raises:
        CannotEnd: something still hangs below it then.
        NotAllowed: the actor may not edit the tree at its parent.
    """
    lock_tree()
    organisation = visible_organisation(organisation_id, CannotEnd)
    _end(organisation, on=on, actor=actor, at=at)
    with explained(CannotEnd, SENTENCES, deferred=TREE_TRIGGERS):
        pass
    audit.record(
        "organisation.dissolved",
        actor=actor,
        at=at,
        words=f"Giải thể {organisation.name} từ ngày {on:%d/%m/%Y}. {decision}".strip(),
        target=organisation,
    )
    return organisation


@transaction.atomic
def merge(
    *,
    from_ids: Sequence[int],
    into_id: int,
    on: date,
    decision: str = "",
    actor: Actor,
    at: datetime,
) -> Organisation:
    """Let one organisation continue several; what hung below them goes to it (sáp nhập).

    Members follow by `members.actions`. The one that continues may be new (`found` it
    first) or one that stays.

    Raises:
        CannotEnd: it does not fit what would come to hang below it.
    """
    lock_tree()
    into = visible_organisation(into_id, CannotEnd)
    authorise(actor, TreePermission.TREE_EDIT, into.scope_key)
    if into_id in from_ids or not from_ids:
        raise CannotEnd("Hãy chọn các đơn vị được sáp nhập, khác với đơn vị tiếp nhận.")
    ending = Organisation.objects.filter(pk__in=from_ids)
    if len(ending) != len(set(from_ids)):
        raise CannotEnd("Không tìm thấy một đơn vị đã chọn. Hãy chọn lại.")
    with explained(CannotEnd, SENTENCES, deferred=TREE_TRIGGERS):
        for one in ending:
            _hand_over(
                one, into, on=on, decision=decision, actor=actor, at=at, ending=set(from_ids)
            )
            _end(one, on=on, actor=actor, at=at)
            _record_succession(into, one, on=on, decision=decision)
    audit.record(
        "organisation.merged",
        actor=actor,
        at=at,
        words=f"Sáp nhập {len(ending)} đơn vị vào {into.name} từ ngày {on:%d/%m/%Y}.",
        target=into,
    )
    return into


@transaction.atomic
def split(
    *,
    organisation_id: int,
    parts: Sequence[SplitPart],
    on: date,
    ends: bool,
    decision: str = "",
    actor: Actor,
    at: datetime,
) -> list[Organisation]:
    """Make new organisations out of one, which ends or goes on with the rest (chia tách).

    Raises:
        CannotEnd: it ends and something below it goes to none of the parts.
    """
    lock_tree()
    source = visible_organisation(organisation_id, CannotEnd)
    placement = _place_on(source, on)
    made: list[Organisation] = []
    with explained(CannotEnd, SENTENCES, deferred=TREE_TRIGGERS):
        for part in parts:
            new = found(
                kind=source.kind,
                sector=source.sector,
                name=part.name,
                code=part.code,
                founded_on=on,
                parent_id=placement.parent_id if placement else None,
                decision=decision,
                actor=actor,
                at=at,
            )
            _hand_over(source, new, on=on, decision=decision, actor=actor, at=at, only=part.below)
            _record_succession(new, source, on=on, decision=decision)
            made.append(new)
        if ends:
            _end(source, on=on, actor=actor, at=at)
    audit.record(
        "organisation.split",
        actor=actor,
        at=at,
        words=f"Chia tách {source.name} thành {len(parts)} đơn vị mới từ ngày {on:%d/%m/%Y}.",
        target=source,
    )
    return made


@transaction.atomic
def record_succession(
    *,
    organisation_id: int,
    predecessor_id: int,
    on: date,
    decision: str = "",
    actor: Actor,
    at: datetime,
) -> Succession:
    """Say that an organisation continued another, both entered for their history (kế thừa).

    Raises:
        CannotEnd: they were not both there, or it is recorded already.
    """
    lock_tree()
    organisation = visible_organisation(organisation_id, CannotEnd)
    predecessor = visible_organisation(predecessor_id, CannotEnd)
    authorise(actor, TreePermission.TREE_EDIT, organisation.scope_key)
    with explained(CannotEnd, SENTENCES, deferred=TREE_TRIGGERS):
        succession = _record_succession(organisation, predecessor, on=on, decision=decision)
    audit.record(
        "organisation.succession_recorded",
        actor=actor,
        at=at,
        words=f"Ghi {organisation.name} kế thừa {predecessor.name} từ ngày {on:%d/%m/%Y}.",
        target=organisation,
    )
    return succession


def _end(organisation: Organisation, *, on: date, actor: Actor, at: datetime) -> None:
    if organisation.dissolved_on is not None:
        raise CannotEnd(
            f"{organisation.name} đã giải thể ngày {organisation.dissolved_on:%d/%m/%Y}."
        )
    placement = _place_on(organisation, on)
    above = placement.parent.scope_key if placement else organisation.scope_key
    authorise(actor, TreePermission.TREE_EDIT, above)
    if organisation.placements.filter(valid_from__gt=on).exists():
        raise CannotEnd(
            f"Đã ghi một lần chuyển {organisation.name} sau ngày {on:%d/%m/%Y}. "
            "Hãy hủy lần chuyển đó trước."
        )
    if placement and placement.valid_from == on:
        placement.delete()
    elif placement:
        placement.valid_to = on
        placement.save(update_fields=["valid_to"])
    for stay in organisation.in_clusters.filter(Q(valid_to=None) | Q(valid_to__gt=on)):
        stay.valid_to = max(on, stay.valid_from)
        stay.save(update_fields=["valid_to"])
    organisation.dissolved_on = on
    with explained(CannotEnd, SENTENCES):
        organisation.save(update_fields=["dissolved_on"])
    rewrite_keys([organisation.pk], today=timezone.localdate(at))
    organisation.refresh_from_db(fields=["scope_key"])


def _hand_over(
    source: Organisation,
    into: Organisation,
    *,
    on: date,
    decision: str,
    actor: Actor,
    at: datetime,
    only: Sequence[int] | None = None,
    ending: Collection[int] = (),
) -> None:
    """Hang what is below one organisation that day below another, unless it ends as well."""
    below = Organisation.objects.filter(
        Q(placements__valid_to=None) | Q(placements__valid_to__gt=on),
        placements__parent=source,
        placements__valid_from__lte=on,
    )
    moved = [one for one in below if one.pk not in ending and (only is None or one.pk in only)]
    if only is not None and len(moved) != len(set(only)):
        raise CannotEnd(f"Một đơn vị đã chọn không trực thuộc {source.name} vào ngày đó.")
    for one in moved:
        rehang(one, into, on=on, decision=decision, actor=actor)
    rewrite_keys([one.pk for one in moved], today=timezone.localdate(at))


def _place_on(organisation: Organisation, day: date) -> Placement | None:
    return (
        organisation.placements.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)
        .select_related("parent")
        .first()
    )


def _record_succession(
    organisation: Organisation, predecessor: Organisation, *, on: date, decision: str
) -> Succession:
    # Handing over may have rewritten its key.
    organisation.refresh_from_db(fields=["scope_key"])
    return Succession.objects.create(
        organisation=organisation,
        predecessor=predecessor,
        happened_on=on,
        decision=decision,
    )
