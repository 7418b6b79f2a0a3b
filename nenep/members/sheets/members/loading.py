"""Load members: new ones many at once, changes by the actions."""

from collections.abc import Sequence
from datetime import datetime

from nenep.access.actor import Actor
from nenep.access.scope import widened
from nenep.core.vietnamese import name_sort_key, without_marks
from nenep.members import actions
from nenep.members.models import Member, Membership, MemberState, PersonalData
from nenep.members.sheets.members.checks import MemberPlan
from nenep.sheets.refusal import Tell, said_of
from nenep.sheets.results import State
from nenep.sheets.rows import Row
from nenep.sheets.world import World

_BATCH = 1000


def load_members(
    rows: Sequence[Row],
    world: World,
    *,
    tell: Tell,
) -> None:
    """Enter new members with all they have; then change those who are known."""
    actor, at = world.actor, world.at
    waiting = [row for row in rows if row.state != State.SAME]
    new = [row for row in waiting if row.plan.is_main and row.plan.person.pk is None]
    others = [row for row in waiting if row.plan.is_main and row.plan.person.pk is not None]
    beside = [row for row in waiting if not row.plan.is_main]
    # Whoever is entered in this very workbook may belong elsewhere too.
    just_entered = {row.text("code") for row in new}
    _enter(new, [row for row in beside if row.text("code") in just_entered], actor)
    tell("Đảng viên", len(new), len(waiting))
    for done, row in enumerate(
        [*others, *(row for row in beside if row.text("code") not in just_entered)], start=1
    ):
        _change(row, row.plan, actor, at)
        tell("Đảng viên", len(new) + done, len(waiting))


def _enter(new: Sequence[Row], beside: Sequence[Row], actor: Actor) -> None:
    """Enter many at once: the same rows as `members.actions.enrol` makes, one insert a table."""
    plans: list[MemberPlan] = [row.plan for row in new]
    members = []
    for row, plan in zip(new, plans, strict=True):
        assert plan.cell is not None  # noqa: S101  (the row is not wrong)
        name = row.text("full_name")
        members.append(
            Member(
                home_id=plan.cell.loaded_pk,
                scope_key=plan.cell.key,
                full_name=name,
                sort_key=name_sort_key(name),
                folded_name=without_marks(name),
                code=row.text("code"),
            )
        )
    for plan, member in zip(plans, Member.objects.bulk_create(members, _BATCH), strict=True):
        plan.person.pk, plan.person.key = member.pk, member.scope_key
    stays = [*plans, *(row.plan for row in beside)]
    Membership.objects.bulk_create(
        (
            Membership(
                member_id=plan.person.loaded_pk,
                organisation_id=plan.cell.loaded_pk,
                kind=plan.stay.kind,
                valid_from=plan.stay.since,
                valid_to=plan.stay.until,
                scope_key=plan.cell.key,
            )
            for plan in stays
            if plan.stay and plan.cell
        ),
        _BATCH,
    )
    MemberState.objects.bulk_create(
        (
            MemberState(
                member_id=plan.person.loaded_pk,
                state=span.of,
                valid_from=span.since,
                valid_to=span.until,
                scope_key=plan.person.key,
            )
            for plan in plans
            for span in plan.states
        ),
        _BATCH,
    )
    # To insert is to read back; see `members.actions.enrol`.
    with widened(actor.with_personal_view()):
        PersonalData.objects.bulk_create(
            (
                PersonalData(
                    member_id=plan.person.loaded_pk, scope_key=plan.person.key, **plan.personal
                )
                for plan in plans
            ),
            _BATCH,
        )


def _change(row: Row, plan: MemberPlan, actor: Actor, at: datetime) -> None:
    person, pk = plan.person, plan.person.pk
    if pk is None:
        return
    if plan.full_name:
        with said_of(row, "full_name"):
            actions.rename(member_id=pk, full_name=plan.full_name, actor=actor, at=at)
    if plan.personal:
        with widened(actor.with_personal_view()):
            # Only what the row says; the rest stays.
            if not PersonalData.objects.filter(member_id=pk).update(**plan.personal):
                PersonalData.objects.create(member_id=pk, scope_key=person.key, **plan.personal)
    if plan.state:
        with said_of(row, "state"):
            actions.change_state(
                member_id=pk, state=plan.state.of, on=plan.state.since, actor=actor, at=at
            )
    if plan.ends and plan.ends.pk and plan.ends.until:
        with said_of(row, "until"):
            actions.end_belonging(
                membership_id=plan.ends.pk, on=plan.ends.until, actor=actor, at=at
            )
    if plan.stay:
        _belong(row, plan, pk, actor, at)


def _belong(row: Row, plan: MemberPlan, pk: int, actor: Actor, at: datetime) -> None:
    stay, cell = plan.stay, plan.cell
    if stay is None or cell is None or cell.pk is None:
        return
    with said_of(row, "since"):
        if plan.transfers:
            actions.transfer(member_id=pk, to_id=cell.pk, on=stay.since, actor=actor, at=at)
        elif stay.kind == Membership.Kind.TEMPORARY:
            actions.belong_temporarily(
                member_id=pk,
                organisation_id=cell.pk,
                valid_from=stay.since,
                valid_to=stay.until,
                actor=actor,
                at=at,
            )
        elif stay.kind == Membership.Kind.ASSIGNED:
            actions.assign_to_take_part(
                member_id=pk,
                organisation_id=cell.pk,
                valid_from=stay.since,
                valid_to=stay.until,
                actor=actor,
                at=at,
            )
        else:
            # Known so far only as somebody who belonged here for a time.
            Membership.objects.create(
                member_id=pk,
                organisation_id=cell.pk,
                kind=stay.kind,
                valid_from=stay.since,
                scope_key=cell.key,
            )
            Member.objects.filter(pk=pk).update(home_id=cell.pk, scope_key=cell.key)
