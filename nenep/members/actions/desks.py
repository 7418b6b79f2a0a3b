"""Give the parts of a committee's office: one, or several at once."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from nenep.access.actor import Actor
from nenep.core.vietnamese import clean
from nenep.members.actions.posts import CannotAppoint, appoint
from nenep.members.models import Post
from nenep.members.rules import DESKS


@transaction.atomic
def give_desks(
    *,
    member_id: int,
    organisation_id: int,
    kinds: Collection[str],
    valid_from: date,
    valid_to: date | None = None,
    decision: str,
    actor: Actor,
    at: datetime,
) -> list[Post]:
    """Give a member desks of a committee's office, all or none of those named (giao phần việc).

    Args:
        kinds: of `rules.DESKS`.
        valid_to: the first day they are no longer held.
        decision: number and day of the decision.

    Raises:
        CannotAppoint: none is named, the decision is missing, it is oneself, or one is held
            already.
        NotAllowed: the actor may not give posts there.
    """
    if not kinds or not set(kinds) <= set(DESKS):
        raise CannotAppoint("Chưa chọn phần việc nào. Hãy chọn ít nhất một phần việc.")
    if not clean(decision):
        raise CannotAppoint("Chưa ghi theo quyết định nào. Hãy ghi số, ngày của quyết định.")
    if member_id == actor.member_id:
        raise CannotAppoint(
            "Không tự giao phần việc cho mình được. Hãy nhờ người khác có quyền giao."
        )
    return [
        appoint(
            member_id=member_id,
            organisation_id=organisation_id,
            kind=kind,
            valid_from=valid_from,
            valid_to=valid_to,
            decision=clean(decision),
            actor=actor,
            at=at,
        )
        for kind in DESKS
        if kind in kinds
    ]
