"""Load posts: ends first, so that a successor finds the post free; then new ones at once."""

from collections.abc import Sequence
from datetime import datetime

from nenep.access.actor import Actor
from nenep.members import actions
from nenep.members.models import Post
from nenep.members.sheets.posts.checks import PostPlan
from nenep.organisations.models import Body
from nenep.sheets.refusal import Tell, said_of
from nenep.sheets.results import State
from nenep.sheets.rows import Row
from nenep.sheets.world import World


def load_posts(
    rows: Sequence[Row],
    world: World,
    *,
    tell: Tell,
) -> None:
    """End and describe known posts, give new ones."""
    actor, at = world.actor, world.at
    new = [row for row in rows if row.state == State.NEW]
    changed = [row for row in rows if row.state == State.CHANGED]
    for row in changed:
        _change(row, row.plan, actor, at)
    tell("Chức vụ", len(changed), len(changed) + len(new))
    plans: list[PostPlan] = [row.plan for row in new]
    bodies = {
        (organisation, kind): pk
        for pk, organisation, kind in Body.objects.filter(
            organisation_id__in={plan.place.loaded_pk for plan in plans}
        ).values_list("pk", "organisation_id", "kind")
    }
    Post.objects.bulk_create(
        (
            Post(
                member_id=plan.person.loaded_pk,
                organisation_id=plan.place.loaded_pk,
                body_id=bodies[plan.place.loaded_pk, plan.held.body] if plan.held.body else None,
                kind=plan.held.kind,
                holder_name=plan.person.full_name,
                term=plan.held.term,
                decision=plan.held.decision,
                begun_by=plan.held.begun_by,
                from_place=plan.held.from_place,
                end_reason=plan.held.end_reason,
                is_local=plan.held.is_local,
                valid_from=plan.held.since,
                valid_to=plan.held.until,
                scope_key=plan.place.key,
            )
            for plan in plans
        ),
        1000,
    )
    tell("Chức vụ", len(changed) + len(new), len(changed) + len(new))


def _change(row: Row, plan: PostPlan, actor: Actor, at: datetime) -> None:
    held = plan.held
    if held.pk is None:
        return
    if plan.ends and held.until:
        with said_of(row, "until"):
            actions.end_post(post_id=held.pk, on=held.until, actor=actor, at=at)
    if plan.describes:
        Post.objects.filter(pk=held.pk).update(
            term=held.term,
            decision=held.decision,
            begun_by=held.begun_by,
            from_place=held.from_place,
            end_reason=held.end_reason,
            is_local=held.is_local,
        )
