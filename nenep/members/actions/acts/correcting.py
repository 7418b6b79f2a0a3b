"""Correct what was entered wrongly about a member: name, days, phone."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.scope import widened
from nenep.audit import actions as audit
from nenep.core.phones import typed_phone
from nenep.core.vietnamese import clean
from nenep.members.actions.acts.doing import locked_member
from nenep.members.actions.enrolment import CannotEnrol, MaskedDetails, check_dates, rename
from nenep.members.models import Act, PersonalData


@transaction.atomic
def correct_member(
    *,
    member_id: int,
    full_name: str,
    reason: str,
    birth_date: date | None = None,
    phone: str = "",
    admitted_on: date | None = None,
    recognised_on: date | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Correct a member's name and what is masked; what is left empty stays (sửa).

    Args:
        reason: why; it is kept with the act.

    Raises:
        CannotEnrol: a field is wrong, or nothing was changed.
        NotAllowed: the actor may not edit the member.
    """
    member = locked_member(member_id, actor)
    given: dict[str, Any] = {
        "birth_date": birth_date,
        "admitted_on": admitted_on,
        "recognised_on": recognised_on,
        "phone": typed_phone(phone) or "",
    }
    if phone.strip() and not given["phone"]:
        raise CannotEnrol(
            "Số điện thoại không đúng. Hãy ghi các chữ số, ví dụ 0912345678.", field="phone"
        )
    given = {name: value for name, value in given.items() if value}
    is_renamed = clean(full_name) != member.full_name
    if not given and not is_renamed:
        raise CannotEnrol("Chưa sửa gì. Hãy sửa ít nhất một ô.")
    if is_renamed:
        rename(member_id=member_id, full_name=full_name, actor=actor, at=at)
    if given:
        with widened(actor.with_personal_view()):
            data = PersonalData.objects.filter(member=member)
            stands = data.values("birth_date", "admitted_on", "recognised_on").first()
            days = {**(stands or {}), **given}
            days.pop("phone", None)
            check_dates(MaskedDetails(**days))
            if stands is None:
                PersonalData.objects.create(member=member, **given)
            else:
                data.update(**given)
    act = Act.objects.create(
        member=member,
        organisation=member.home,
        kind=Act.Kind.CORRECTED,
        day=timezone.localdate(at),
        reason=clean(reason),
        recorded_at=at,
    )
    audit.record(
        "member.corrected", actor=actor, at=at, words="Sửa thông tin đảng viên.", target=act
    )
