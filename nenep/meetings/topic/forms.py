"""Forms of topics."""

from collections.abc import Sequence
from typing import Any

from django import forms

from nenep.core.forms import DayField, Form
from nenep.members.queries import RollLine


class TopicOfMonthForm(Form):
    """The topic of a month, and who prepares it."""

    month = DayField()
    title = forms.CharField(label="Tên chuyên đề", max_length=300)
    drafter = forms.TypedChoiceField(
        label="Người chuẩn bị", coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: Any, people: Sequence[RollLine], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["drafter"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", "Chưa phân công"),
            *((line.member_id, line.full_name) for line in people),
        ]
