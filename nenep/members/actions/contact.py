"""The address for messages: the person gives it or says no; the secretary or the office enters it."""

from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from nenep.access.actor import Actor, authorise
from nenep.access.mask import MaskPermission
from nenep.access.ranges import subtree
from nenep.access.scope import widened
from nenep.audit import actions as audit
from nenep.core.constraints import explained
from nenep.core.errors import Refusal
from nenep.core.vietnamese import clean
from nenep.members.models import Member, PersonalData
from nenep.members.rules import SENTENCES

_LONGEST = 254


class CannotSetEmail(Refusal):
    """The address has no form of one, is missing, or the person wants none."""


@transaction.atomic
def set_own_email(*, email: str, refuses: bool, actor: Actor, at: datetime) -> None:
    """Give one's own address for messages, or say no to them (nhận thư, không nhận thư).

    Saying no removes the address.

    Raises:
        CannotSetEmail: the actor is no member, or this is no address.
    """
    member = Member.objects.own_of(actor).first()
    if member is None:
        raise CannotSetEmail("Tài khoản này không gắn với đảng viên nào nên không nhận thư.")
    address = "" if refuses else _address(email)
    # One's own row may be read but not written: what stands beside it is the office's.
    with explained(CannotSetEmail, SENTENCES), widened(_over(actor, member)):
        PersonalData.objects.filter(member=member).update(email=address, email_refused=refuses)
    audit.record(
        "member.own_email",
        actor=actor,
        at=at,
        target=member,
        words="Không nhận thư báo." if refuses else "Ghi thư điện tử để nhận thư báo.",
    )


@transaction.atomic
def enter_email(*, member_id: int, email: str, actor: Actor, at: datetime) -> None:
    """Enter a member's address for messages; an empty one removes it (ghi thư điện tử).

    Raises:
        CannotSetEmail: this is no address, or the person wants no messages.
        NotAllowed: the actor may not see this member's data.
    """
    member = Member.objects.get(pk=member_id)
    authorise(actor, MaskPermission.UNMASK, member.scope_key)
    address = _address(email) if clean(email) else ""
    with explained(CannotSetEmail, SENTENCES), widened(_over(actor, member)):
        PersonalData.objects.filter(member=member).update(email=address)
    audit.record(
        "member.email_entered",
        actor=actor,
        at=at,
        target=member,
        words=f"{'Ghi' if address else 'Bỏ'} thư điện tử của đảng viên mã {member.code}.",
    )


def _over(actor: Actor, member: Member) -> Actor:
    """The actor with masked data of this member open: where the member is at home, and no more."""
    return replace(actor.with_personal_view(), ranges=(subtree(member.scope_key),))


def _address(typed: str) -> str:
    address = clean(typed)
    try:
        validate_email(address)
    except ValidationError:
        raise CannotSetEmail(
            "Địa chỉ thư điện tử chưa đúng. Hãy ghi đủ, ví dụ ten@thu.example.", field="email"
        ) from None
    if len(address) > _LONGEST or not address.isascii():
        raise CannotSetEmail("Địa chỉ thư điện tử phải viết không dấu. Hãy xem lại.", field="email")
    return address
