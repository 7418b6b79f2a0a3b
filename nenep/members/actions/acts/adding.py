"""Enter a new member from four fields: the product gives the code and what follows by rule."""

import re
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from nenep.access.actor import Actor
from nenep.access.scope import widened
from nenep.audit import actions as audit
from nenep.core.formats import short_date
from nenep.core.vietnamese import clean, name_sort_key
from nenep.members.actions.acts.changes import set_state
from nenep.members.actions.acts.doing import cell_to, locked_member
from nenep.members.actions.acts.trace import Trace
from nenep.members.actions.enrolment import CannotEnrol, MaskedDetails, enrol
from nenep.members.around import CannotAct, arounds
from nenep.members.models import Act, Member, Membership, MemberState, PersonalData
from nenep.members.rules import SENTENCES
from nenep.organisations.models import Organisation

# Two may add at once; the second takes the next number.
_TRIES = 20
# That somebody was here before the product knew.
KNOWN_BEFORE = "before"
_State = MemberState.State


@transaction.atomic
def add_member(
    *,
    organisation_id: int,
    full_name: str,
    birth_date: date | None,
    since: date,
    admitted_on: date | None,
    state: str = "",
    came_by: str = "",
    is_another: bool = False,
    actor: Actor,
    at: datetime,
) -> Member:
    """Enter a member of a cell, with a code of the product's own (thêm đảng viên).

    Args:
        since: belongs to the cell from this day on.
        state: official or probationary; empty: by the day of admission.
        came_by: an `Act.Movement`, or `KNOWN_BEFORE`; empty: admitted where both days are the
            same, else come from outside.
        is_another: somebody of this name and birth date is known, and this is another person.

    Raises:
        CannotEnrol: a field is wrong, or somebody of this name and birth date is known.
        NotAllowed: the actor may not edit members of the cell.
    """
    cell, today = cell_to(organisation_id, actor), timezone.localdate(at)
    for field, day in (("since", since), ("admitted_on", admitted_on), ("birth_date", birth_date)):
        if day and day > today:
            raise CannotEnrol(f"Ngày {short_date(day)} ở sau hôm nay.", field=field)
    if admitted_on and since < admitted_on:
        raise CannotEnrol("Ngày sinh hoạt ở trước ngày vào Đảng.", field="since")
    if birth_date and not is_another:
        _nobody_like(full_name, birth_date, actor)
    official_on = _official_on(admitted_on)
    is_official_now = official_on is None or official_on <= today
    now = state or (_State.OFFICIAL if is_official_now else _State.PROBATIONARY)
    first = now
    if now == _State.OFFICIAL and official_on and since < official_on <= today:
        first = _State.PROBATIONARY
    member = _enrolled(
        cell,
        since,
        full_name,
        first,
        MaskedDetails(birth_date=birth_date, admitted_on=admitted_on),
        actor,
        at,
    )
    trace = Trace()
    trace.made(member.memberships.get())
    trace.made(member.states.get())
    if first != now and official_on:
        set_state(trace, member, now, official_on)
    movement = came_by or (Act.Movement.ADMITTED if since == admitted_on else Act.Movement.MOVED_IN)
    act = Act.objects.create(
        member=member,
        organisation=cell,
        kind=Act.Kind.ENROLLED,
        movement="" if movement == KNOWN_BEFORE else movement,
        day=since,
        was_probationary=first == _State.PROBATIONARY,
        trace={"steps": trace.steps},
        recorded_at=at,
    )
    audit.record(
        "member.added",
        actor=actor,
        at=at,
        words=f"Thêm đảng viên vào {cell.name} từ ngày {short_date(since)}.",
        target=act,
    )
    return member


@transaction.atomic
def explain_coming(
    *, member_id: int, movement: str, day: date, decision: str = "", actor: Actor, at: datetime
) -> Act:
    """Say why somebody belongs to a cell from a day on, who was entered without an act.

    Args:
        movement: of those that come; empty for a move between cells.

    Raises:
        CannotAct: nothing begins on that day.
        NotAllowed: the actor may not edit the member.
    """
    member = locked_member(member_id, actor)
    stay = (
        Membership.objects.filter(member=member, kind=Membership.Kind.OFFICIAL, valid_from=day)
        .select_related("organisation")
        .exclude(valid_to=day)
        .first()
    )
    if stay is None:
        raise CannotAct(f"Không có sinh hoạt chính thức nào bắt đầu ngày {short_date(day)}.")
    before = Membership.objects.filter(
        member=member, kind=Membership.Kind.OFFICIAL, valid_to=day, valid_from__lt=day
    ).first()
    is_move = movement == ""
    act = Act.objects.create(
        member=member,
        organisation_id=before.organisation_id if is_move and before else stay.organisation_id,
        to_organisation=stay.organisation if is_move else None,
        kind=Act.Kind.TRANSFERRED if is_move else Act.Kind.ENROLLED,
        movement=movement,
        day=day,
        decision=clean(decision),
        trace={"steps": []},
        recorded_at=at,
    )
    audit.record(
        "member.coming_explained",
        actor=actor,
        at=at,
        words=f"Ghi vì sao sinh hoạt ở {stay.organisation.name} từ ngày {short_date(day)}.",
        target=act,
    )
    return act


def _enrolled(
    cell: Organisation,
    since: date,
    full_name: str,
    state: str,
    personal: MaskedDetails,
    actor: Actor,
    at: datetime,
) -> Member:
    """Enrol under the next free code of the cell."""
    begins = f"{cell.code[:24]}-"
    taken = Member.objects.filter(code__startswith=begins).values_list("code", flat=True)
    numbers = [int(found[1]) for code in taken if (found := re.search(r"-(\d{1,5})$", code))]
    for number in range(max(numbers, default=0) + 1, max(numbers, default=0) + 1 + _TRIES):
        try:
            return enrol(
                full_name=full_name,
                code=f"{begins}{number:03}",
                organisation_id=cell.pk,
                since=since,
                state=state,
                personal=personal,
                actor=actor,
                at=at,
            )
        except CannotEnrol as refusal:
            if str(refusal) != SENTENCES["members_member_code_key"]:
                raise
    raise CannotAct("Nhiều người đang thêm đảng viên cùng lúc. Thử lại sau một phút.")


def _official_on(admitted_on: date | None) -> date | None:
    """Return when probation is over by rule; None where nothing says so."""
    if admitted_on is None:
        return None
    return next((day for one in arounds() if (day := one.probation_over(admitted_on))), None)


def _nobody_like(full_name: str, birth_date: date, actor: Actor) -> None:
    with widened(actor.with_personal_view()):
        known = list(
            PersonalData.objects.filter(birth_date=birth_date).values_list("member_id", flat=True)
        )
    same = (
        Member.objects.filter(pk__in=known, sort_key=name_sort_key(clean(full_name)))
        .select_related("home")
        .first()
    )
    if same:
        raise CannotEnrol(
            f"Đã có đồng chí cùng họ tên, ngày sinh: mã {same.code}, {same.home.name}. Nếu đúng là "
            "người ấy, hãy mở trang của đồng chí ấy; nếu là người khác, đánh dấu ô dưới đây.",
            field="is_another",
        )
