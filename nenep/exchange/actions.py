"""What somebody does with a workbook on the pages: send it, have it loaded, put it aside."""

from datetime import datetime, timedelta

from django.db import transaction

from nenep.access.actor import Actor
from nenep.core.errors import NotAllowed, Refusal
from nenep.exchange import drafts
from nenep.exchange.guard import CannotRead, check_outside
from nenep.exchange.jobs import load_draft, read_draft
from nenep.exchange.loading import load, preview
from nenep.exchange.models import ImportDraft
from nenep.sheets.permissions import SheetPermission
from nenep.sheets.refusal import CannotLoad

__all__ = [
    "CannotForget",
    "CannotLoad",
    "CannotRead",
    "ask_to_load",
    "forget_draft",
    "keep_draft",
    "load",
    "preview",
]

_KEPT_HOURS = 24


class CannotForget(Refusal):
    """The workbook is being written just now."""


@transaction.atomic
def keep_draft(
    *, data: bytes, filename: str, actor: Actor, at: datetime, acting_as: str = ""
) -> ImportDraft:
    """Keep an uploaded workbook, and leave reading it to the worker (gửi tệp lên).

    Nothing of it is unpacked here: a file made to do harm would do it to the web process.
    The account's earlier draft goes, and everybody's that is too old.

    Args:
        acting_as: the code of the way in which the person acts; the first if empty.

    Raises:
        CannotForget: the earlier one is being loaded.
        CannotRead: it is no workbook that may be read.
        NotAllowed: the actor may not import.
    """
    _authorise(actor)
    check_outside(data)
    if ImportDraft.objects.own_of(actor).filter(state=ImportDraft.State.LOADING).exists():
        raise CannotForget("Tệp gửi trước đang được nạp. Hãy đợi nạp xong rồi gửi tệp này.")
    forget_draft(actor=actor, at=at)
    draft = ImportDraft.objects.create(
        account_id=actor.account_id,
        filename=filename[-200:],
        data=data,
        created_at=at,
        expires_at=at + timedelta(hours=_KEPT_HOURS),
    )
    read_draft.enqueue(draft_id=draft.pk, account_id=actor.account_id, acting_as=acting_as)
    return draft


@transaction.atomic
def ask_to_load(*, actor: Actor, at: datetime, acting_as: str = "") -> None:
    """Leave to the worker to load the workbook whose preview the actor has seen (nạp).

    Raises:
        CannotLoad: there is nothing that waits for it.
        NotAllowed: the actor may not import.
    """
    _authorise(actor)
    draft = ImportDraft.objects.own_of(actor).filter(expires_at__gt=at).defer("data").first()
    if draft is None or draft.state != ImportDraft.State.SHOWN:
        busy = draft is not None and draft.state == ImportDraft.State.LOADING
        raise CannotLoad(
            "Tệp này đang được nạp rồi. Hãy đợi."
            if busy
            else "Không còn tệp nào chờ nạp. Hãy gửi lại tệp."
        )
    drafts.note(draft.pk, ImportDraft.State.LOADING)
    load_draft.enqueue(draft_id=draft.pk, account_id=actor.account_id, acting_as=acting_as)


@transaction.atomic
def forget_draft(*, actor: Actor, at: datetime) -> int:
    """Forget the actor's own draft and all that are too old; return how many went.

    Raises:
        CannotForget: it is being written; until then it may be called off.
    """
    own = ImportDraft.objects.own_of(actor).values_list("pk", flat=True).first()
    if own is not None and not drafts.stop(own):
        raise CannotForget("Đang ghi vào phần mềm nên không bỏ được nữa. Hãy đợi kết quả.")
    return drafts.forget(at=at)


def _authorise(actor: Actor) -> None:
    if not actor.may(SheetPermission.IMPORT):
        raise NotAllowed("Đồng chí không có quyền nạp bảng tính.")
