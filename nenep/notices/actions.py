"""Tell people, and take note that they read it."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from nenep.access.actor import Actor, authorise
from nenep.access.permissions import Permission
from nenep.notices.models import Notice
from nenep.organisations.models import Organisation


@transaction.atomic
def tell(
    *,
    organisation: Organisation,
    member_ids: Iterable[int | None],
    about: str,
    subject: str,
    text: str,
    link: str,
    actor: Actor,
    at: datetime,
) -> int:
    """Write one notice for each recipient; `None` is the committee above.

    Telling the same thing (`about`) again adds only those not told yet.

    Returns:
        how many were asked for.
    """
    authorise(actor, Permission.MEETING_PLAN, organisation.scope_key)
    notices = [
        Notice(
            organisation=organisation,
            scope_key=organisation.scope_key,
            member_id=member_id,
            about=about,
            subject=subject,
            text=text,
            link=link,
            sent_at=at,
        )
        for member_id in dict.fromkeys(member_ids)
    ]
    return len(Notice.objects.bulk_create(notices, ignore_conflicts=True))


@transaction.atomic
def mark_read(*, notice_id: UUID, actor: Actor, at: datetime) -> None:
    """Take note that the recipient opened the notice; the first time counts."""
    Notice.objects.own_of(actor).filter(pk=notice_id, read_at=None).update(read_at=at)
