"""What is said outside the product, and which step of a reminder is due. Pure functions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from nenep.core import formats
from nenep.core.vietnamese import without_marks

# Where people log in; the one address that tells nothing of what waits there.
LOG_IN = "/dang-nhap/"
NOTHING_NAMED = "Có thông báo mới"
CHANGED = "Lịch đã thay đổi"

# What says that somebody is in the Party; asked of words without marks, or of an address.
_TELLING = re.compile(
    r"\b(dang bo|dang uy|dang vien|chi bo|chi uy|cap uy|bi thu|dong chi|sinh hoat|doan the|"
    r"nghi quyet|ban thuong vu|ban chap hanh|cong san|dcsvn|nen nep)\b"
    r"|danguy|dangbo|dangvien|chibo|chiuy|nenep|dcsvn|tinhuy|huyenuy"
)


@dataclass(frozen=True)
class CalendarEvent:
    """What a calendar is to show: when, and for messages that say more also what and where."""

    starts_at: datetime
    title: str
    place: str
    is_cancelled: bool


@dataclass(frozen=True)
class Letter:
    """The words of one message outside the product."""

    subject: str
    text: str
    event_title: str
    event_place: str
    event_text: str


def neutral_letter(*, event: CalendarEvent | None, site: str) -> Letter:
    """Say that there is something new: day, hour, and where to log in. Nothing else.

    Args:
        event: the meeting it is about, if it is about one.
        site: the address of the installation, such as "https://lich.example".
    """
    when = formats.moment(event.starts_at) if event else ""
    log_in = f"{site}{LOG_IN}"
    # What is called off must not read like an invitation.
    is_off = event is not None and event.is_cancelled
    says = CHANGED if is_off else NOTHING_NAMED
    return Letter(
        subject=": ".join(filter(None, (says, when))),
        text="\n\n".join(
            filter(
                None,
                (
                    f"{says}.",
                    when and f"{'Lịch cũ' if is_off else 'Thời gian'}: {when}.",
                    f"Mời đăng nhập để xem: {log_in}",
                    "Không muốn nhận thư này nữa: đăng nhập rồi tắt ở trang của mình.",
                ),
            )
        ),
        event_title=says,
        event_place="",
        event_text=f"Mời đăng nhập để xem: {log_in}",
    )


def full_letter(
    *, subject: str, text: str, link: str, organisation: str, event: CalendarEvent | None, site: str
) -> Letter:
    """Say what the notice says, where a committee decided so for its subtree.

    Args:
        subject: of the notice inside the product; text, link: likewise.
        organisation: whose notice it is.
        event: the meeting it is about, if it is about one.
        site: the address of the installation.
    """
    where = f"{site}{link or LOG_IN}"
    return Letter(
        subject=f"{subject}, {organisation}",
        text="\n\n".join(
            (
                f"{organisation}: {subject}.",
                text,
                f"Xem và trả lời: {where}",
                "Không muốn nhận thư này nữa: đăng nhập rồi tắt ở trang của mình.",
            )
        ),
        event_title=f"{event.title}, {organisation}" if event else "",
        event_place=event.place if event else "",
        event_text=f"Xem và trả lời: {where}",
    )


def telling_words(text: str) -> list[str]:
    """Return the words in a text, a name or an address that tell of the Party or a cell."""
    return [found.group() for found in _TELLING.finditer(without_marks(text))]


def step_due(offsets: Iterable[int], *, event: date, today: date) -> int | None:
    """Return the last step of a reminder whose day has come.

    After days on which nobody was reminded only the last of them is due, not all at once.

    Args:
        offsets: days after the event, negative before it.

    Returns:
        The offset, or None while none has come.
    """
    passed = [offset for offset in offsets if offset <= (today - event).days]
    return max(passed, default=None)
