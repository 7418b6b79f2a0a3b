"""What importing leaves to the worker: reading a workbook that was sent, loading it, clearing up."""

import logging
from collections.abc import Callable

from django.db import connection, transaction

from nenep.access.actor import Actor
from nenep.access.jobs import job
from nenep.access.scope import widened
from nenep.accounts import sessions
from nenep.accounts.http import OpenedSession
from nenep.accounts.models import Account
from nenep.core import clock
from nenep.core.errors import Refusal
from nenep.exchange import drafts
from nenep.exchange.loading import load, preview
from nenep.exchange.models import ImportDraft
from nenep.sheets.refusal import CannotLoad, Tell
from nenep.sheets.results import Preview

_State = ImportDraft.State
_BROKEN = (
    "Phần mềm gặp trục trặc nên chưa ghi dòng nào. Hãy thử lại; vẫn thế thì báo người quản trị, "
    "kèm giờ này."
)
_log = logging.getLogger("nenep.jobs")

_Work = Callable[[ImportDraft, Actor, Tell], None]


@job(purpose="đọc bảng tính đã gửi", permissions=frozenset())
def read_draft(
    *,
    draft_id: int,
    account_id: int,
    acting_as: str,
    actor: Actor,  # noqa: ARG001  (who sent it acts)
) -> None:
    """Read a workbook and keep its preview, with the rights its sender has by then."""

    def work(draft: ImportDraft, person: Actor, tell: Tell) -> None:
        found = preview(
            data=bytes(draft.data),
            actor=person,
            at=clock.now(),
            progress=lambda title, done: tell(title, done, 0),
        )
        drafts.note(draft.pk, _State.SHOWN, preview=_kept(found))

    _on_behalf(draft_id, account_id, acting_as, _State.READING, work)


@job(purpose="nạp bảng tính đã xem trước", permissions=frozenset())
def load_draft(
    *,
    draft_id: int,
    account_id: int,
    acting_as: str,
    actor: Actor,  # noqa: ARG001  (who sent it acts)
) -> None:
    """Load a workbook whose preview was seen; what changed meanwhile is shown anew."""

    def work(draft: ImportDraft, person: Actor, tell: Tell) -> None:
        data, now = bytes(draft.data), clock.now()

        def begin() -> None:
            if not drafts.begin_writing(draft.pk):
                raise CannotLoad("Đã bỏ tệp này trước khi ghi. Không có gì thay đổi.")

        try:
            loaded = load(
                data=data,
                actor=person,
                at=now,
                progress=tell,
                reading=lambda title, done: tell(title, done, 0),
                expected=str(draft.preview["fingerprint"]),
                before_writing=begin,
            )
        except CannotLoad as refusal:
            found = preview(data=data, actor=person, at=now)
            drafts.note(draft.pk, _State.SHOWN, sentence=str(refusal), preview=_kept(found))
        else:
            result = {"counts": loaded.counts}
            drafts.note(draft.pk, _State.LOADED, preview=result, drops_data=True)

    _on_behalf(draft_id, account_id, acting_as, _State.LOADING, work)


@job(purpose="dọn tệp chờ nạp đã hết hạn", permissions=frozenset())
def clear_drafts(*, day: str, actor: Actor) -> None:  # noqa: ARG001  (a day's job differs from the next day's)
    """Remove workbooks that were sent and whose time is over."""
    drafts.forget(at=clock.now())


def _on_behalf(
    draft_id: int, account_id: int, acting_as: str, state: ImportDraft.State, work: _Work
) -> None:
    """Do something to a draft as its sender, and say on its page what refused or broke.

    Nothing is tried again by itself: who sent it decides. Once the draft is gone, or was
    dealt with already, there is nothing to do.
    """
    person = Actor(account_id, None, label="Nạp bảng tính")
    with widened(person):
        draft = ImportDraft.objects.own_of(person).filter(pk=draft_id, state=state).first()
        account = Account.objects.own_of(person).filter(is_open=True).first()
    if draft is None or account is None:
        return
    # What is still to be read when reading failed is nothing; what was shown stays shown.
    after = _State.REFUSED if state == _State.READING else _State.SHOWN
    try:
        acting = _actor_of(account, acting_as)
        with transaction.atomic(), widened(acting), drafts.told(draft.pk, acting) as tell:
            work(draft, acting, tell)
    except Refusal as refusal:
        _say(person, draft.pk, after, str(refusal))
    except Exception:
        if not connection.is_usable():
            # The server left: the job stays ready, and the draft as it is.
            raise
        _log.exception("import failed")
        _say(person, draft.pk, after, _BROKEN)


def _say(person: Actor, draft_id: int, state: ImportDraft.State, sentence: str) -> None:
    with widened(person):
        drafts.note(
            draft_id, state, sentence=sentence, drops_data=state == ImportDraft.State.REFUSED
        )


def _actor_of(account: Account, acting_as: str) -> Actor:
    opened = OpenedSession(
        session_id=0,
        account_id=account.pk,
        member_id=account.member_id,
        name=account.login,
        administers=account.administers,
        acting_as=acting_as,
        shared_device=False,
        expires_at=clock.now(),
    )
    actor, _ = sessions.actor_of(opened, on=clock.today())
    return actor


def _kept(found: Preview) -> dict[str, object]:
    return {**found.to_json(), "fingerprint": found.fingerprint}
