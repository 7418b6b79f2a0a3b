"""What a command of the room carries."""

from typing import Any

_ABOUT_THE_SENDING = {
    "csrfmiddlewaretoken",
    "command_id",
    "device_time",
    "sent_time",
    "account",
    "device",
    "kind",
    "base_version",
    "step",
}


def typed(post: Any) -> dict[str, str]:
    """Return the payload of a command: every text field that is not about the sending."""
    return {name: str(value) for name, value in post.items() if name not in _ABOUT_THE_SENDING}
