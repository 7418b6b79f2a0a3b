"""Enter a member, change the name or what the member is."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from nenep.access.actor import Actor, authorise
from nenep.access.scope import widened
from nenep.audit import actions as audit
from nenep.core.constraints import explained
from nenep.core.errors import Refusal
from nenep.core.phones import typed_phone
from nenep.core.vietnamese import clean, name_sort_key, without_marks
from nenep.members.models import Member, Membership, MemberState, PersonalData
from nenep.members.permissions import MemberPermission
from nenep.members.rules import SENTENCES
from nenep.organisations.lookup import visible_organisation


class CannotEnrol(Refusal):
    """The member cannot be entered or changed so."""


@dataclass(frozen=True)
class MaskedDetails:
    """What is masked about a member; everything may be left out."""

    birth_date: date | None = None
    sex: str = ""
    phone: str = ""
    email: str = ""
    admitted_on: date | None = None
    recognised_on: date | None = None


@transaction.atomic
def enrol(
    *,
    full_name: str,
    code: str,
    organisation_id: int,
    since: date,
    state: str = MemberState.State.OFFICIAL,
    personal: MaskedDetails | None = None,
    actor: Actor,
    at: datetime,
) -> Member:
    """Enter a member who belongs officially to a cell from a day on (ghi đảng viên).

    Args:
        code: joins a workbook's row to the person; never a card or citizen number.
        state: a `MemberState.State`.

    Raises:
        CannotEnrol: the code is taken, a field is wrong, or the cell was not there then.
        NotAllowed: the actor may not edit members of the cell.
    """
    personal = personal or MaskedDetails()
    home = visible_organisation(organisation_id, CannotEnrol)
    authorise(actor, MemberPermission.MEMBERS_EDIT, home.scope_key)
    name = _named(full_name)
    check_dates(personal)
    with explained(CannotEnrol, SENTENCES, deferred=["membership_within_life"]):
        member = Member.objects.create(
            home=home,
            full_name=name,
            sort_key=name_sort_key(name),
            folded_name=without_marks(name),
            code=clean(code),
        )
        Membership.objects.create(
            member=member,
            organisation=home,
            kind=Membership.Kind.OFFICIAL,
            valid_from=since,
        )
        MemberState.objects.create(member=member, state=state, valid_from=since)
        # To insert is to read back; the data was just typed by this very actor.
        with widened(actor.with_personal_view()):
            PersonalData.objects.create(
                member=member,
                birth_date=personal.birth_date,
                sex=personal.sex,
                phone=typed_phone(personal.phone) or clean(personal.phone),
                email=clean(personal.email),
                admitted_on=personal.admitted_on,
                recognised_on=personal.recognised_on,
            )
    audit.record(
        "member.enrolled", actor=actor, at=at, words=f"Ghi đảng viên {code}.", target=member
    )
    return member


@transaction.atomic
def rename(*, member_id: int, full_name: str, actor: Actor, at: datetime) -> Member:
    """Correct a member's name; the names beside posts and duties follow (sửa họ tên)."""
    member = Member.objects.select_for_update(of=("self",)).get(pk=member_id)
    authorise(actor, MemberPermission.MEMBERS_EDIT, member.scope_key)
    member.full_name = _named(full_name)
    member.sort_key = name_sort_key(member.full_name)
    member.folded_name = without_marks(member.full_name)
    member.save(update_fields=["full_name", "sort_key", "folded_name"])
    audit.record("member.renamed", actor=actor, at=at, words="Sửa họ tên đảng viên.", target=member)
    return member


@transaction.atomic
def change_state(
    *, member_id: int, state: str, on: date, actor: Actor, at: datetime
) -> MemberState:
    """Say what a member is from a day on, until the next change already recorded.

    Raises:
        CannotEnrol: the member is that already.
    """
    member = Member.objects.select_for_update(of=("self",)).get(pk=member_id)
    authorise(actor, MemberPermission.MEMBERS_EDIT, member.scope_key)
    current = (
        MemberState.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), member=member)
        .order_by("valid_from")
        .first()
    )
    until = None
    if current and current.valid_from <= on:
        if current.state == state:
            raise CannotEnrol(
                f"Ngày {on:%d/%m/%Y} tình trạng đã là «{current.get_state_display()}»."
            )
        until = current.valid_to
        current.valid_to = on
        current.save(update_fields=["valid_to"])
    elif current:
        until = current.valid_from
    with explained(CannotEnrol, SENTENCES):
        changed = MemberState.objects.create(
            member=member, state=state, valid_from=on, valid_to=until
        )
    audit.record(
        "member.state_changed",
        actor=actor,
        at=at,
        words=f"Đổi tình trạng đảng viên: {changed.get_state_display()} từ {on:%d/%m/%Y}.",
        target=member,
    )
    return changed


def _named(full_name: str) -> str:
    name = clean(full_name)
    if not name:
        raise CannotEnrol("Chưa có họ và tên. Hãy nhập họ và tên.")
    if len(name) > 120:
        raise CannotEnrol("Họ và tên dài quá 120 ký tự. Hãy kiểm tra lại.")
    return name


def check_dates(personal: MaskedDetails) -> None:
    """Refuse dates that cannot follow each other."""
    admitted, recognised = personal.admitted_on, personal.recognised_on
    if admitted and recognised and recognised < admitted:
        raise CannotEnrol("Ngày chính thức ở trước ngày vào Đảng. Hãy nhập lại ngày.")
    if personal.birth_date and admitted and admitted <= personal.birth_date:
        raise CannotEnrol("Ngày vào Đảng ở trước ngày sinh. Hãy nhập lại ngày.")
