"""Hands one message to the mail server, and tells what became of it."""

import re
import smtplib
import ssl
import uuid
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from enum import StrEnum

from django.conf import settings

from nenep.notices.calendar import FILE_NAME

_SECONDS = 20
_GO_AHEAD = 354
_MESSAGES = uuid.UUID("6e656e65-7000-4000-8000-000000000002")


class Outcome(StrEnum):
    """What became of an attempt."""

    SENT = "sent"
    LATER = "later"  # certainly not taken; another attempt may succeed
    REFUSED = "refused"  # certainly not taken, and would not be
    UNCLEAR = "unclear"  # it may have been taken


def is_on() -> bool:
    """Whether this installation sends messages at all."""
    return bool(settings.MAIL_HOST and settings.MAIL_FROM and settings.SITE_URL)


def sender() -> str:
    """Return the address messages come from, without a name."""
    return parseaddr(settings.MAIL_FROM)[1]


def letter(
    *, to: str, subject: str, text: str, calendar: bytes | None, key: str, at: datetime
) -> EmailMessage:
    """Put a message together; no header tells more than sender, recipient, subject and time.

    Args:
        calendar: the .ics file, if it is about a meeting.
        key: what is sent, so that its Message-ID is the same however often it is tried.
    """
    message = EmailMessage(policy=SMTP)
    address = sender()
    message["From"] = formataddr((settings.MAIL_SENDER, address))
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{uuid.uuid5(_MESSAGES, key)}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    if calendar is not None:
        message.add_attachment(
            calendar,
            maintype="text",
            subtype="calendar",
            filename=FILE_NAME,
            params={"method": "PUBLISH", "charset": "utf-8"},
        )
    return message


def send(message: EmailMessage, *, to: str, before_text: Callable[[], None]) -> tuple[Outcome, str]:
    """Hand a message to the server of MAIL_HOST.

    Args:
        before_text: called once the recipient was taken, just before the text leaves: from then
            on it may arrive.

    Returns:
        the outcome, and the kind of error with its code; never the server's words, which
        quote addresses.
    """
    server = None
    try:
        server = _connected()
        _asked(server.mail(sender()))
        _asked(server.rcpt(to))
        code, _ = server.docmd("DATA")
        if code != _GO_AHEAD:
            raise smtplib.SMTPResponseException(code, b"")
        before_text()
        # Its last line ends the text: where this fails, the end has not left.
        server.send(_text(message))
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        _leave(server)
        return _before(error)
    try:
        code, _ = server.getreply()
    except (smtplib.SMTPException, OSError) as error:
        # The words may have gone out whole; only the answer is missing.
        return Outcome.UNCLEAR, type(error).__name__
    finally:
        _leave(server)
    if code == 250:
        return Outcome.SENT, ""
    return _by_code(code)


def _text(message: EmailMessage) -> bytes:
    """Return a message as it travels: lines that begin with a dot get a second, a dot ends it."""
    lines = re.sub(rb"(?m)^\.", b"..", message.as_bytes())
    return (lines if lines.endswith(b"\r\n") else lines + b"\r\n") + b".\r\n"


def reachable() -> str:
    """Log in to the mail server and leave; return the kind of error, or an empty text."""
    try:
        _leave(_connected())
    except (smtplib.SMTPException, OSError) as error:
        return _before(error)[1]
    return ""


def _connected() -> smtplib.SMTP:
    # The name given in greeting: the machine's own may tell what it is for.
    name = sender().rpartition("@")[2] or "localhost"
    server: smtplib.SMTP
    if settings.MAIL_SECURITY == "tls":
        server = smtplib.SMTP_SSL(
            settings.MAIL_HOST,
            settings.MAIL_PORT,
            local_hostname=name,
            timeout=_SECONDS,
            context=ssl.create_default_context(),
        )
    else:
        server = smtplib.SMTP(
            settings.MAIL_HOST, settings.MAIL_PORT, local_hostname=name, timeout=_SECONDS
        )
    try:
        if settings.MAIL_SECURITY == "starttls":
            server.starttls(context=ssl.create_default_context())
        server.ehlo_or_helo_if_needed()
        if settings.MAIL_USER:
            server.login(settings.MAIL_USER, settings.MAIL_PASSWORD)
    except (smtplib.SMTPException, OSError):
        _leave(server)
        raise
    return server


def _asked(answer: tuple[int, bytes]) -> None:
    code, _ = answer
    if code not in (250, 251):
        raise smtplib.SMTPResponseException(code, b"")


def _before(error: Exception) -> tuple[Outcome, str]:
    """Judge an error that came before the message was taken."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _by_code(error.smtp_code)
    if isinstance(error, UnicodeError):
        return Outcome.REFUSED, type(error).__name__
    return Outcome.LATER, type(error).__name__


def _by_code(code: int) -> tuple[Outcome, str]:
    return (Outcome.REFUSED if code >= 500 else Outcome.LATER), f"smtp {code}"


def _leave(server: smtplib.SMTP | None) -> None:
    if server is not None:
        try:
            server.quit()
        except (smtplib.SMTPException, OSError):
            server.close()
