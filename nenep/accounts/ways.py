"""The actor that a person becomes in one of the ways to act."""

from dataclasses import replace

from nenep.access.actor import Actor
from nenep.access.roles import permissions_of
from nenep.accounts.http import Way


def acting(person: Actor, way: Way) -> Actor:
    """Return the person acting in a way: its rights over its part of the tree, and no other."""
    return replace(
        person,
        label=way.label,
        permissions=permissions_of(way.role_code),
        ranges=tuple(way.ranges),
        ancestors=tuple(way.ancestors),
        organisation_id=way.organisation_id,
        role_code=way.role_code,
    )
