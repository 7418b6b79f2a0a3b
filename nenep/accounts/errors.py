"""What the app refuses, with the sentence for the user."""

from datetime import datetime, timedelta

from nenep.core.errors import Refusal
from nenep.core.formats import clock_time


class CannotLogIn(Refusal):
    """The name or the password is wrong, or there were too many tries."""


class CannotConfirm(Refusal):
    """The password given to confirm an act is wrong, or there were too many tries.

    Args:
        sentence: what is said.
        is_wait: there were too many tries, and nothing was compared.
    """

    def __init__(self, sentence: str = "", *, is_wait: bool = False) -> None:
        super().__init__(sentence)
        self.is_wait = is_wait


class CannotUseSlip(Refusal):
    """The slip is unknown, used or too old."""


class CannotSetPassword(Refusal):
    """The new password will not do."""


class CannotPrintSlip(Refusal):
    """The account is locked, or not one's to look after."""


class CannotLockAccount(Refusal):
    """The account is one's own, or not one's to look after."""


class CannotOpenAccount(Refusal):
    """The member has one already."""


class CannotChoosePost(Refusal):
    """One does not hold that post today."""


class CannotEndSession(Refusal):
    """The session is not one's own, or ended already."""


def wait_sentence(until: datetime) -> str:
    """Say until when to wait; the same for a name that exists and one that does not."""
    whole_minute = until + timedelta(seconds=59)
    return f"Đã thử sai quá nhiều lần. Đợi đến {clock_time(whole_minute)} rồi thử lại."
