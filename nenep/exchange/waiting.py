"""The workbook one sent: read, and waiting to be looked at and loaded."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from nenep.exchange.models import ImportDraft
from nenep.sheets.permissions import SheetPermission
from nenep.today.asked import Asker
from nenep.today.waiting import Pending, Waits

_SAID = {
    ImportDraft.State.SHOWN: ("đã đọc xong, chờ xem và nạp", "Xem trước"),
    ImportDraft.State.REFUSED: ("không đọc được", "Xem vì sao"),
}


def own_draft(asked: Asker) -> Iterator[Pending]:
    """Yield one's own draft once the worker has read it."""
    if not asked.actor.may(SheetPermission.IMPORT):
        return
    found = ImportDraft.objects.own_of(asked.actor).filter(
        state__in=_SAID, expires_at__gt=asked.now
    )
    for pk, state, name, sent in found.values_list("pk", "state", "filename", "created_at"):
        what, action = _SAID[ImportDraft.State(state)]
        yield Pending(
            f"draft {pk}",
            timezone.localtime(sent).date(),
            f"Bảng tính {name}: {what}",
            action,
            reverse("exchange:show"),
            is_since=True,
        )


WAITING = (Waits(own_draft),)
