"""The actor that a person becomes in one of their duties."""

from dataclasses import replace

from nenep.access.actor import Actor
from nenep.access.roles import permissions_of
from nenep.accounts.http import Duty


def acting(person: Actor, duty: Duty) -> Actor:
    """Return the person acting in a duty: its rights over its part of the tree, and no other."""
    return replace(
        person,
        label=duty.label,
        permissions=permissions_of(duty.role_code),
        ranges=tuple(duty.ranges),
        ancestors=tuple(duty.ancestors),
        organisation_id=duty.organisation_id,
        role_code=duty.role_code,
    )
