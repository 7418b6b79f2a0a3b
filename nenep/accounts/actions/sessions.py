"""What one does with one's own sessions."""

from collections.abc import Sequence
from datetime import datetime

from nenep.access.actor import Actor
from nenep.accounts import functions
from nenep.accounts.errors import CannotChoosePost, CannotEndSession
from nenep.accounts.http import Duty
from nenep.audit import actions as audit


def log_out(*, session_id: int, actor: Actor, at: datetime) -> None:
    """End the session one is using (đăng xuất); ended already is as good."""
    functions.end_session(session_id, at)
    audit.record("account.logged_out", actor=actor, at=at, words="Đăng xuất.")


def end_session(*, session_id: int, actor: Actor, at: datetime) -> None:
    """End one of one's own sessions on another device.

    Raises:
        CannotEndSession: it is not one's own, or ended already.
    """
    if not functions.end_session(session_id, at):
        raise CannotEndSession("Phiên này đã kết thúc rồi. Tải lại trang để xem danh sách mới.")
    audit.record("account.session_ended", actor=actor, at=at, words="Kết thúc một phiên từ xa.")


def choose_post(
    *, session_id: int, code: str, duties: Sequence[Duty], actor: Actor, at: datetime
) -> Duty:
    """Choose the post to act in from now on, without logging out.

    Args:
        session_id: the session one is using.
        code: of the duty.
        duties: what one may act as today.
        actor: who one is until now.
        at: now.

    Raises:
        CannotChoosePost: one does not hold it today.
    """
    chosen = next((duty for duty in duties if duty.code == code), None)
    if chosen is None or not functions.act_as(session_id, code):
        raise CannotChoosePost(
            "Hôm nay đồng chí không giữ nhiệm vụ này. Tải lại trang để xem các nhiệm vụ hiện có."
        )
    audit.record("account.post_chosen", actor=actor, at=at, words=f"Đổi sang: {chosen.label}.")
    return chosen
