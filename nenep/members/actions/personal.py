"""Masked data: changed by those who keep the register, opened only with a reason."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from nenep.access.actor import Actor, authorise
from nenep.access.mask import MaskPermission
from nenep.access.scope import widened
from nenep.audit import actions as audit
from nenep.core.constraints import explained
from nenep.core.errors import Refusal
from nenep.core.phones import typed_phone
from nenep.core.vietnamese import clean
from nenep.members.actions.enrolment import CannotEnrol, MaskedDetails, check_dates
from nenep.members.models import Member, PersonalData
from nenep.members.permissions import MemberPermission
from nenep.members.rules import SENTENCES


class CannotUnmask(Refusal):
    """Masked data stays masked."""


@dataclass(frozen=True)
class Unmasked:
    """A member's masked data, open for one read."""

    birth_date: date | None
    sex: str
    phone: str
    email: str
    admitted_on: date | None
    recognised_on: date | None


@transaction.atomic
def unmask(*, member_id: int, reason: str, actor: Actor, at: datetime) -> Unmasked:
    """Open a member's masked data for this one read, and log it apart (mở thông tin riêng).

    Args:
        reason: why, in the actor's words; it goes into the log.

    Raises:
        CannotUnmask: no reason.
        NotAllowed: the actor may not unmask data of this member.
    """
    member = Member.objects.get(pk=member_id)
    authorise(actor, MaskPermission.UNMASK, member.scope_key)
    why = clean(reason)
    if len(why) < 5:
        raise CannotUnmask("Chưa ghi lý do xem thông tin riêng. Hãy ghi rõ lý do.", field="reason")
    # Logged first and apart: whatever happens to this transaction, the log keeps it.
    audit.record_apart(
        "member.unmasked",
        actor=actor,
        at=at,
        words=f"Xem thông tin riêng của đảng viên mã {member.code}. Lý do: {why}"[:500],
        scope_key=member.scope_key,
    )
    with widened(actor.with_personal_view()):
        data = PersonalData.objects.get(member=member)
    return Unmasked(
        birth_date=data.birth_date,
        sex=data.sex,
        phone=data.phone,
        email=data.email,
        admitted_on=data.admitted_on,
        recognised_on=data.recognised_on,
    )


@transaction.atomic
def change_personal_data(
    *, member_id: int, personal: MaskedDetails, actor: Actor, at: datetime
) -> None:
    """Replace a member's masked data (sửa thông tin riêng).

    Raises:
        CannotEnrol: a date is wrong.
        NotAllowed: the actor may not edit this member.
    """
    member = Member.objects.get(pk=member_id)
    authorise(actor, MemberPermission.MEMBERS_EDIT, member.scope_key)
    check_dates(personal)
    with explained(CannotEnrol, SENTENCES), widened(actor.with_personal_view()):
        PersonalData.objects.filter(member=member).update(
            birth_date=personal.birth_date,
            sex=personal.sex,
            phone=typed_phone(personal.phone) or clean(personal.phone),
            email=clean(personal.email),
            admitted_on=personal.admitted_on,
            recognised_on=personal.recognised_on,
        )
    audit.record(
        "member.personal_data_changed",
        actor=actor,
        at=at,
        words="Sửa thông tin riêng của đảng viên.",
        target=member,
    )
