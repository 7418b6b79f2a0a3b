"""A real mail server for tests: it takes what arrives, or answers as it is told."""

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

# It tells of every line of every conversation.
logging.getLogger("mail.log").setLevel(logging.ERROR)


class Box:
    """What arrived, with its envelope.

    `answers` are given, one each, to what comes next; then everything is taken.
    """

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.greetings: list[str] = []
        self.recipient_answers: list[str] = []
        self.data_answers: list[str] = []

    async def handle_EHLO(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        """Note how the sender calls its machine."""
        session.host_name = hostname
        self.greetings.append(hostname)
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the recipient, unless told otherwise."""
        if self.recipient_answers:
            return self.recipient_answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take the message, unless told otherwise; "drop" takes it and hangs up."""
        answer = self.data_answers.pop(0) if self.data_answers else "250 OK"
        if answer == "drop":
            self.envelopes.append(envelope)
            server.transport.close()
            return "250 OK"
        if answer.startswith("250"):
            self.envelopes.append(envelope)
        return answer

    def messages(self) -> list[EmailMessage]:
        """What arrived, parsed."""
        return [
            message_from_bytes(envelope.content, policy=policy.default)
            for envelope in self.envelopes
        ]

    def to(self, address: str) -> list[EmailMessage]:
        """What arrived for one address."""
        return [message for message in self.messages() if message["To"] == address]


@contextmanager
def a_mail_server(settings: object) -> Iterator[Box]:
    """Start a server on this machine and let the installation send through it."""
    box = Box()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, server_hostname="thu.example")
    controller.start()
    try:
        settings.MAIL_HOST = "127.0.0.1"
        settings.MAIL_PORT = port
        settings.MAIL_SECURITY = "none"
        settings.MAIL_FROM = "bao@lich.example"
        settings.MAIL_SENDER = "Thông báo"
        settings.SITE_URL = "https://lich.example"
        yield box
    finally:
        controller.stop()
