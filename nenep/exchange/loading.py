"""Preview and load a workbook: all of it or nothing."""

from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from nenep.access.actor import Actor
from nenep.audit import actions as audit
from nenep.core.constraints import broken_constraint
from nenep.core.errors import NotAllowed
from nenep.core.formats import number
from nenep.exchange.reading import read
from nenep.exchange.sequence import check, load_rows, preview_of
from nenep.members.rules import SENTENCES as MEMBER_SENTENCES
from nenep.organisations.keys import lock_tree
from nenep.organisations.rules import SENTENCES as TREE_SENTENCES
from nenep.sheets.permissions import SheetPermission
from nenep.sheets.refusal import CannotLoad, Tell
from nenep.sheets.results import Loaded, Preview, State

# One workbook is loaded at a time; in a transaction of its own, so a lock of that.
_LOADING = 0x6E61702E


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
    reading: Callable[[str, int], None] | None = None,
    expected: str | None = None,
    before_writing: Callable[[], None] = lambda: None,
) -> Loaded:
    """Load a workbook, everything in one transaction (nạp bảng tính).

    Everything is checked anew against what is there now.

    Args:
        data: the bytes of an .xlsx.
        progress: called with a sheet's title, rows done, rows to do.
        reading: called with a sheet's title and its rows read.
        before_writing: called when all is checked; it may still refuse.
        expected: `Preview.fingerprint` of what the user has seen.

    Raises:
        CannotLoad: something is wrong (`problems` lists all of it), what would happen is
            no longer what the user has seen, or another workbook is being loaded.
        CannotRead: it is no workbook that may be read.
        NotAllowed: the actor may not import.
    """
    _authorise(actor)
    _be_the_only_one()
    lock_tree()
    book = read(data, tell=reading)
    world = check(book, actor=actor, at=at)
    shown = preview_of(book)
    try:
        if shown.problems:
            raise CannotLoad(
                f"Chưa nạp dòng nào: tệp có {number(len(shown.problems))} lỗi. "
                "Hãy sửa trong Excel rồi gửi lại.",
                shown.problems,
                shown,
            )
        if expected is not None and expected != shown.fingerprint:
            raise CannotLoad(
                "Chưa nạp dòng nào: dữ liệu trong phần mềm đã đổi từ lúc xem trước. "
                "Hãy xem lại bản xem trước mới rồi nạp."
            )
        before_writing()
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


def _authorise(actor: Actor) -> None:
    if not actor.may(SheetPermission.IMPORT):
        raise NotAllowed("Đồng chí không có quyền nạp bảng tính.")


def _be_the_only_one() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOADING])
        if not cursor.fetchone()[0]:
            raise CannotLoad(
                "Chưa nạp dòng nào: đang có một bảng tính khác được nạp. "
                "Hãy đợi vài phút rồi nạp lại."
            )


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
