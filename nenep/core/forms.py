"""What every form page has in common: parse, act, each refusal beside its field.

A form that is sent a second time with other words than the first is not acted on: it comes
back, new, holding what was typed (see `accounts/sent_forms.py`). Its sentence travels here,
because a form parses and knows no request.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django import forms

from nenep.core import clock
from nenep.core.days import senseless
from nenep.core.errors import NotAllowed, Refusal

# What is longer is cut before it is hashed; see `accounts.rules`.
_LONGEST_PASSWORD = 1000
_refusal: ContextVar[str] = ContextVar("nenep_refused_form", default="")


class PasswordField(forms.CharField):
    """A password: as typed, and when it is shown, neither capitalised nor corrected.

    Args:
        autocomplete: what the browser may offer: "current-password", "new-password" or "off".
    """

    def __init__(self, *, autocomplete: str, **more: Any) -> None:
        shown = {"autocapitalize": "none", "autocorrect": "off", "spellcheck": "false"}
        super().__init__(
            strip=False,
            max_length=_LONGEST_PASSWORD,
            widget=forms.PasswordInput({"autocomplete": autocomplete} | shown),
            **more,
        )


class CodeField(forms.CharField):
    """A code typed from paper, in capitals or not."""

    def __init__(self, **more: Any) -> None:
        typed = {"autocomplete": "off", "autocapitalize": "characters"}
        uncorrected = {"autocorrect": "off", "spellcheck": "false"}
        super().__init__(widget=forms.TextInput(typed | uncorrected), **more)


class Form(forms.Form):
    """The base of every form of ours."""

    def values(self) -> dict[str, Any]:
        """Return what a valid form asks an action for; the action's own words for it."""
        return self.cleaned_data

    def full_clean(self) -> None:
        """Parse; while every form is refused (`refused`), say why above the fields."""
        super().full_clean()
        if self.is_bound and (sentence := _refusal.get()):
            self.add_error(None, sentence)


class DayField(forms.DateField):
    """A day that can be meant (`core/days.py`).

    Args:
        is_bounded: whether nothing else bounds it.
    """

    def __init__(self, *, is_bounded: bool = True, **more: Any) -> None:
        super().__init__(**more)
        self.is_bounded = is_bounded

    def validate(self, value: Any) -> None:
        """Refuse a day outside sense beside its field."""
        super().validate(value)
        if value and self.is_bounded and (sentence := senseless(value, today=clock.today())):
            raise forms.ValidationError(sentence)


@contextmanager
def refused(sentence: str) -> Iterator[None]:
    """Refuse every form that is parsed inside, with this sentence."""
    token = _refusal.set(sentence)
    try:
        yield
    finally:
        _refusal.reset(token)


def done(form: Form, act: Callable[..., Any], **values: Any) -> bool:
    """Do what a form asks, if it is valid; a refusal stands beside its field, else above all.

    Args:
        form: a bound form.
        act: the action, called with `values` and with what the form parsed.

    Returns:
        whether it was done; if not, the page is shown again with status 422.

    Raises:
        NotAllowed: it is not for this person to do; there is nothing to correct.
    """
    if not form.is_valid():
        return False
    try:
        act(**values, **form.values())
    except NotAllowed:
        raise
    except Refusal as refusal:
        beside(form, refusal)
        return False
    return True


def beside(form: forms.Form, refusal: Refusal) -> None:
    """Put a refusal beside the field it names, above all fields where it names none."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
