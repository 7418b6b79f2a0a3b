"""Members acting as such, for tests of what they promised."""

from nenep.access.actor import Actor
from nenep.members.models import Member
from nenep.members.tests.builders import acting, ways_of


def holder_of(member: Member) -> Actor:
    """A member acting as a member of the cell, without any post."""
    code = next(way.code for way in ways_of(member) if way.code.startswith("member:"))
    return acting(member, code)
