"""Members acting as such, for tests of what they promised."""

from nenep.access.actor import Actor
from nenep.members.models import Member
from nenep.members.tests.builders import acting, duties_of


def holder_of(member: Member) -> Actor:
    """A member acting as a member of the cell, without any post."""
    code = next(duty.code for duty in duties_of(member) if duty.code.startswith("member:"))
    return acting(member, code)
