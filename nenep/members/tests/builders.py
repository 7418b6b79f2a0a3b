"""Members and those who act for them, made by the actions; any app's tests may use them."""

from dataclasses import replace
from datetime import date

from nenep.access.actor import Actor
from nenep.access.roles import permissions_of
from nenep.members import actions
from nenep.members.models import Charge, Member, MemberState, Post
from nenep.members.queries import HeldDuty, held_duties
from nenep.organisations.models import Organisation
from nenep.organisations.tests.builders import (
    EVERYTHING,
    LONG_AGO,
    NOW,
    TODAY,
    a_cell,
    a_commune,
    building,
    new_number,
)

# None that a test writes by itself: which of them comes next hangs on the tests before.
_GIVEN = ("Ánh", "Báu", "Chung", "Dũng", "Đỉnh", "Giang", "Hoa", "Khánh", "Lan", "Mai")


def a_member(
    cell: Organisation | None = None,
    full_name: str = "",
    *,
    state: str = MemberState.State.OFFICIAL,
    since: date | None = None,
    phone: str = "",
    birth_date: date | None = None,
) -> Member:
    """A fictional member of a cell, in a cell of the member's own unless one is given."""
    home = cell or a_cell()
    number = new_number()
    with building():
        return actions.enrol(
            full_name=full_name or invented_name(number),
            code=f"DV{number:05}",
            organisation_id=home.pk,
            since=since or home.founded_on,
            state=state,
            personal=actions.MaskedDetails(phone=phone, birth_date=birth_date),
            actor=EVERYTHING,
            at=NOW,
        )


def invented_name(number: int) -> str:
    """The name of a member whose name does not matter."""
    return f"Lò Văn {_GIVEN[number % len(_GIVEN)]}"


def a_post(
    kind: str,
    organisation: Organisation,
    member: Member | None = None,
    *,
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
    body_kind: str | None = None,
) -> Post:
    """A post in an organisation, held by somebody of it unless a member is given."""
    holder = member or a_member(_cell_of(organisation))
    with building():
        return actions.appoint(
            member_id=holder.pk,
            organisation_id=organisation.pk,
            kind=kind,
            valid_from=max(valid_from, organisation.founded_on),
            valid_to=valid_to,
            body_kind=body_kind,
            actor=EVERYTHING,
            at=NOW,
        )


def a_charge(
    organisation: Organisation,
    member: Member | None = None,
    *,
    cluster_id: int | None = None,
    valid_from: date = LONG_AGO,
    valid_to: date | None = None,
    confirms_scores: bool = False,
) -> Charge:
    """A duty to look after an organisation or a cluster of it."""
    holder = member or a_member(_cell_of(organisation))
    with building():
        return actions.charge(
            member_id=holder.pk,
            organisation_id=organisation.pk,
            cluster_id=cluster_id,
            duty="Theo dõi, dự sinh hoạt",
            valid_from=valid_from,
            valid_to=valid_to,
            confirms_scores=confirms_scores,
            actor=EVERYTHING,
            at=NOW,
        )


def acting(member: Member, code: str, *, on: date = TODAY) -> Actor:
    """The actor of a member in one duty, such as "post:12" or "charges"."""
    duty = next(duty for duty in duties_of(member, on=on) if duty.code == code)
    return Actor(
        account_id=member.pk,
        member_id=member.pk,
        label=duty.label,
        permissions=permissions_of(duty.role_code),
        ranges=duty.ranges,
        ancestors=duty.ancestors,
        organisation_id=duty.organisation_id,
        role_code=duty.role_code,
    )


def duties_of(member: Member, *, on: date = TODAY) -> list[HeldDuty]:
    """The duties in which a member can act, asked as after a log-in."""
    nobody_yet = Actor(account_id=member.pk, member_id=member.pk, label="Đăng nhập")
    with building(nobody_yet):
        return held_duties(member.pk, on)


def an_actor_with(kind: str, organisation: Organisation) -> Actor:
    """Somebody who holds such a post in an organisation, acting in it."""
    post = a_post(kind, organisation)
    return acting(post.member, f"post:{post.pk}")


def a_secretary_of(cell: Organisation) -> Actor:
    """The secretary of a cell."""
    return an_actor_with(Post.Kind.SECRETARY, cell)


def a_member_of(cell: Organisation) -> Actor:
    """A plain member of a cell."""
    member = a_member(cell)
    code = next(duty.code for duty in duties_of(member) if duty.code.startswith("member:"))
    return acting(member, code)


def a_commune_leader_of(commune: Organisation) -> Actor:
    """The standing deputy of a commune's committee."""
    return an_actor_with(Post.Kind.STANDING_DEPUTY, commune)


def an_office_of(commune: Organisation) -> Actor:
    """Somebody of the office of a commune's committee."""
    return an_actor_with(Post.Kind.OFFICE, commune)


def a_province_officer_of(province: Organisation) -> Actor:
    """Somebody of a province's committee."""
    return an_actor_with(Post.Kind.OFFICER, province)


def an_overseer_of(*cells: Organisation) -> Actor:
    """Somebody charged with looking after these cells."""
    member = a_member(cells[0])
    for cell in cells:
        a_charge(cell, member)
    return acting(member, "charges")


def also(actor: Actor, **changes: object) -> Actor:
    """The same actor with something changed."""
    return replace(actor, **changes)  # type: ignore[arg-type]


def _cell_of(organisation: Organisation) -> Organisation:
    """A cell whose member may hold a post in the organisation."""
    if organisation.kind == Organisation.Kind.CELL:
        return organisation
    if organisation.kind == Organisation.Kind.PROVINCE:
        return a_cell(
            a_commune(organisation, "Đảng bộ cơ quan"), "Chi bộ Văn phòng", sector="agency"
        )
    return a_cell(organisation, "Chi bộ Cơ quan", sector="agency")
