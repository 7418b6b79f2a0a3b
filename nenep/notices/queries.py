"""The notices of one person, and those to the committee."""

from django.db.models import QuerySet

from nenep.access.actor import Actor
from nenep.access.permissions import Permission
from nenep.notices.models import Notice


def own_notices(*, actor: Actor) -> QuerySet[Notice]:
    """What the actor was told, newest first."""
    return Notice.objects.own_of(actor).order_by("-sent_at")


def notices_from_below(*, actor: Actor) -> QuerySet[Notice]:
    """What cells told the committee above, newest first; not what one's own cell said."""
    return (
        Notice.objects.visible_to(actor, Permission.FIGURES_VIEW)
        .filter(member=None)
        .exclude(organisation_id=actor.organisation_id or 0)
        .select_related("organisation")
        .order_by("-sent_at")
    )
