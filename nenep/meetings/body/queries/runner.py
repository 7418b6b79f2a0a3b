"""Who runs a meeting: by a post in its body, or by a role in this one meeting."""

from django.db.models import Q

from nenep.access.actor import Actor
from nenep.access.roles import BodyRunner, MeetingRunner
from nenep.meetings.models import Meeting
from nenep.meetings.permissions import MeetingPermission
from nenep.members.models import Post

_OF_ONE_MEETING = (MeetingRunner.code, BodyRunner.code)


def may_run(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor runs a meeting; a role in another of the same body does not do."""
    if not actor.may(MeetingPermission.MEETING_RUN, meeting.scope_key):
        return False
    return (
        actor.role_code not in _OF_ONE_MEETING
        or meeting.roles.filter(member_id=actor.member_id or 0).exists()
    )


def held_by(actor: Actor) -> Q:
    """Return the condition on meetings that keeps a role in one meeting to this one."""
    if actor.role_code not in _OF_ONE_MEETING:
        return Q()
    return Q(roles__member_id=actor.member_id or 0)


def left_role_in(meeting_id: int, *, actor: Actor) -> bool:
    """Whether somebody chaired a meeting or wrote its minutes, and does not run it any more."""
    meeting = Meeting.objects.filter(pk=meeting_id).first()
    if actor.member_id is None or (meeting is not None and may_run(actor, meeting)):
        return False
    held = Post.objects.filter(member_id=actor.member_id, decision=f"meeting {meeting_id}")
    return held.exists()
