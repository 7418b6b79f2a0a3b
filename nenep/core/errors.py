"""What the product answers when it will not do something."""


class Refusal(Exception):
    """The base of every `Cannot…`: a sentence in Vietnamese, for the user.

    The sentence says what is wrong and what to do, and carries no personal data
    beyond what the user just typed.

    Args:
        sentence: what is said.
        field: the form's field beside which it stands, where it is about one.
    """

    def __init__(self, sentence: str = "", *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class NotAllowed(Refusal):
    """The actor may not do this (không có quyền)."""
