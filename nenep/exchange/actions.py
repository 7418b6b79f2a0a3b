"""Preview and load a workbook: all of it or nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction

from nenep.access.actor import Actor
from nenep.audit import actions as audit
from nenep.core.constraints import broken_constraint
from nenep.core.errors import NotAllowed
from nenep.core.formats import number
from nenep.exchange.guard import CannotRead
from nenep.exchange.models import ImportDraft
from nenep.exchange.reading import read
from nenep.exchange.sequence import check, load_rows, preview_of
from nenep.members.rules import SENTENCES as MEMBER_SENTENCES
from nenep.organisations.keys import lock_tree
from nenep.organisations.rules import SENTENCES as TREE_SENTENCES
from nenep.sheets.permissions import SheetPermission
from nenep.sheets.refusal import CannotLoad, Tell
from nenep.sheets.results import Loaded, Preview, State

__all__ = [
    "CannotLoad",
    "CannotRead",
    "forget_draft",
    "keep_draft",
    "load",
    "load_draft",
    "preview",
]

_KEPT_HOURS = 24


@transaction.atomic
def preview(
    *, data: bytes, actor: Actor, at: datetime, progress: Callable[[str, int], None] | None = None
) -> Preview:
    """Say what loading a workbook would do; changes nothing (xem trước).

    Args:
        data: the bytes of an .xlsx.
        progress: called with a sheet's title and its rows read.

    Raises:
        CannotRead: it is no workbook that may be read.
        NotAllowed: the actor may not import.
    """
    _authorise(actor)
    book = read(data, tell=progress)
    # Masked data are opened to compare them, so this stays in the log whatever follows.
    audit.record_apart(
        "import.previewed",
        actor=actor,
        at=at,
        words="Xem trước một bảng tính: đối chiếu với thông tin riêng của đảng viên.",
    )
    check(book, actor=actor, at=at)
    return preview_of(book)


@transaction.atomic
def load(
    *,
    data: bytes,
    actor: Actor,
    at: datetime,
    progress: Tell | None = None,
    expected: str | None = None,
) -> Loaded:
    """Load a workbook, everything in one transaction (nạp bảng tính).

    Everything is checked anew against what is there now.

    Args:
        data: the bytes of an .xlsx.
        progress: called with a sheet's title, rows done, rows to do.
        expected: `Preview.fingerprint` of what the user has seen.

    Raises:
        CannotLoad: something is wrong (`problems` lists all of it), or what would happen is
            no longer what the user has seen.
        CannotRead: it is no workbook that may be read.
        NotAllowed: the actor may not import.
    """
    lock_tree()
    _authorise(actor)
    book = read(data)
    world = check(book, actor=actor, at=at)
    shown = preview_of(book)
    try:
        if shown.problems:
            raise CannotLoad(
                f"Chưa nạp dòng nào: tệp có {number(len(shown.problems))} lỗi. "
                "Hãy sửa trong Excel rồi gửi lại.",
                shown.problems,
            )
        if expected is not None and expected != shown.fingerprint:
            raise CannotLoad(
                "Chưa nạp dòng nào: dữ liệu trong phần mềm đã đổi từ lúc xem trước. "
                "Hãy xem lại bản xem trước mới rồi nạp."
            )
        _write(lambda: load_rows(world, tell=progress or _silent))
    except CannotLoad as refusal:
        audit.record_apart(
            "import.refused",
            actor=actor,
            at=at,
            words=f"Từ chối nạp một bảng tính: {number(len(refusal.problems))} lỗi.",
        )
        raise
    loaded = Loaded(shown.counts, shown.notes)
    audit.record(
        "import.loaded",
        actor=actor,
        at=at,
        words=(
            f"Nạp bảng tính: {number(loaded.total(State.NEW))} dòng mới, "
            f"{number(loaded.total(State.CHANGED))} dòng thay đổi, "
            f"{number(loaded.total(State.SAME))} dòng giữ nguyên."
        ),
    )
    return loaded


def keep_draft(*, data: bytes, filename: str, actor: Actor, at: datetime) -> ImportDraft:
    """Preview an uploaded workbook and keep both until it is loaded (gửi tệp lên).

    The account's earlier draft goes, and everybody's that is too old.

    Raises:
        CannotRead: it is no workbook that may be read.
        NotAllowed: the actor may not import.
    """
    found = preview(data=data, actor=actor, at=at)
    with transaction.atomic():
        forget_draft(at=at)
        return ImportDraft.objects.create(
            account_id=actor.account_id,
            filename=filename[-200:],
            data=data,
            preview={**found.to_json(), "fingerprint": found.fingerprint},
            created_at=at,
            expires_at=at + timedelta(hours=_KEPT_HOURS),
        )


def load_draft(*, actor: Actor, at: datetime, progress: Tell | None = None) -> Loaded:
    """Load the workbook whose preview the actor has seen, and forget it.

    If something changed meanwhile, the draft gets a new preview.

    Raises:
        CannotLoad: see `load`; or there is no draft.
    """
    _authorise(actor)
    draft = ImportDraft.objects.own_of(actor).filter(expires_at__gt=at).first()
    if draft is None:
        raise CannotLoad("Không còn tệp nào chờ nạp. Hãy gửi lại tệp.")
    data, filename = bytes(draft.data), draft.filename
    try:
        loaded = load(
            data=data, actor=actor, at=at, progress=progress, expected=draft.preview["fingerprint"]
        )
    except CannotLoad:
        keep_draft(data=data, filename=filename, actor=actor, at=at)
        raise
    forget_draft(at=at)
    return loaded


def forget_draft(*, at: datetime) -> int:
    """Forget the actor's own draft and all that are too old; return how many went."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT exchange_forget_drafts(%s)", [at])
        return int(cursor.fetchone()[0])


def _authorise(actor: Actor) -> None:
    if not actor.may(SheetPermission.IMPORT):
        raise NotAllowed("Đồng chí không có quyền nạp bảng tính.")


def _write(change: Callable[[], None]) -> None:
    """Write, and ask the deferred checks now, while there is still somebody to tell."""
    try:
        with transaction.atomic():
            change()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as error:
        sentence = {**MEMBER_SENTENCES, **TREE_SENTENCES}.get(broken_constraint(error), "")
        raise CannotLoad(
            "Chưa nạp dòng nào: cơ sở dữ liệu không nhận. "
            f"{sentence or 'Có thể ai đó vừa sửa cùng lúc.'} Hãy xem trước lại."
        ) from None


def _silent(title: str, done: int, total: int) -> None:
    """Tell nobody."""
