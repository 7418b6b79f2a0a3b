"""Forms of what was agreed before a meeting."""

from collections.abc import Sequence
from typing import Any

from django import forms

from nenep.core.forms import DayField, Form
from nenep.meetings.body.forms import DAY


class ConsultationForm(Form):
    """What was agreed before the meeting, by whom."""

    held_on = DayField(label="Ngày hội ý", widget=DAY)
    present = forms.TypedMultipleChoiceField(
        label="Những người đã dự", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    agenda = forms.CharField(
        label="Thống nhất về nội dung",
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
    )
    conclusion = forms.CharField(
        label="Dự thảo kết luận, nghị quyết",
        max_length=10_000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Hiện sẵn bên ô kết luận trong phòng họp.",
    )
    points = forms.CharField(
        label="Việc đưa ra thảo luận, biểu quyết",
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["present"].choices = people  # type: ignore[attr-defined]  # a choice field
