"""Give a post from the table of posts, or hand it from one holder to the next."""

from datetime import date, datetime

from nenep.access.actor import Actor
from nenep.core.vietnamese import clean
from nenep.members.actions.acts import do_act
from nenep.members.actions.desks import the_one_meant
from nenep.members.models import Act, Post


def give_post(
    *,
    person: str,
    organisation_id: int,
    kind: str,
    day: date,
    body_kind: str = "",
    begun_by: str = "",
    from_place: str = "",
    term: str = "",
    decision: str = "",
    actor: Actor,
    at: datetime,
) -> Act:
    """Give a post to whom a name or code means (giao chức vụ); an act that can be taken back.

    Args:
        person: the member's code, or a name that only one has.
        kind: a `Post.Kind`.
        day: the first day it is held.
        body_kind: the body, if it is not the usual one for such a post.

    Raises:
        CannotAppoint: it is not clear who is meant, or somebody else holds it then.
        CannotAct: the person does not belong to a cell that day.
        NotAllowed: the actor may not give posts there.
    """
    return do_act(
        member_id=the_one_meant(person, actor).member_id,
        kind=Act.Kind.APPOINTED,
        day=day,
        post=(kind, organisation_id),
        body=body_kind,
        begun_by=begun_by,
        from_place=clean(from_place),
        term=clean(term),
        decision=clean(decision),
        actor=actor,
        at=at,
    )


def replace_holder(
    *,
    post_id: int,
    person: str,
    day: date,
    begun_by: str = "",
    from_place: str = "",
    term: str = "",
    decision: str = "",
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> Act:
    """End a post and let somebody else hold it from the same day, in one act (thay).

    Taken back, the one before holds it again.

    Args:
        day: the first day of the new holder; the old one's last day is the day before.
        reason: why the old holder ends; kept with the post that ended.

    Raises:
        CannotAct: the post is not held that day, or by the same person.
    """
    post = Post.objects.select_related("body").get(pk=post_id)
    return do_act(
        member_id=the_one_meant(person, actor).member_id,
        kind=Act.Kind.APPOINTED,
        day=day,
        post=(post.kind, post.organisation_id),
        body=post.body.kind if post.body else "",
        held=post_id,
        begun_by=begun_by,
        from_place=clean(from_place),
        term=clean(term),
        decision=clean(decision),
        reason=clean(reason),
        actor=actor,
        at=at,
    )
