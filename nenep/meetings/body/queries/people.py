"""Who sits in the body that meets: a cell's members, or those whom posts put there."""

from datetime import date

from nenep.meetings.models import Meeting
from nenep.members import queries as members
from nenep.members.models import Membership, MemberState, Post
from nenep.members.queries import RollLine
from nenep.organisations.models import Body


def people_of(meeting: Meeting, on: date) -> list[RollLine]:
    """Return everybody of the body that meets on a day, in Vietnamese order of names."""
    body = meeting.body
    if body.kind == Body.Kind.CELL:
        return members.roll(organisation=meeting.organisation, on=on)
    if not body.is_of_a_cell:
        return members.body_roll(body=body, on=on)
    held = (
        Post.objects.valid_on(on)
        .filter(body=body)
        .exclude(kind__in=[Post.Kind.CHAIR, Post.Kind.MINUTE_TAKER])
        .select_related("member")
        .order_by("member__sort_key")
    )
    lines = [
        RollLine(
            member_id=post.member_id,
            full_name=post.holder_name,
            sort_key=post.member.sort_key,
            belonging=Membership.Kind.OFFICIAL,
            state=MemberState.State.OFFICIAL,
        )
        for post in held
    ]
    return list(dict.fromkeys(lines))


def with_mail(meeting: Meeting, on: date) -> set[int]:
    """Return the ids of those of the body who have given an e-mail address."""
    if meeting.body.is_of_a_cell:
        return members.with_mail(meeting.organisation, on)
    return members.body_with_mail(meeting.body, on)
