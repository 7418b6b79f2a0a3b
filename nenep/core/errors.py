"""What the product answers when it will not do something."""


class Refusal(Exception):
    """The base of every `Cannot…`: a sentence in Vietnamese, for the user.

    The sentence says what is wrong and what to do, and carries no personal data
    beyond what the user just typed.
    """


class NotAllowed(Refusal):
    """The actor may not do this (không có quyền)."""
