"""Forms of reports: shape only."""

from django import forms

from nenep.core.forms import Form


class AnswerOfCellForm(Form):
    """What a cell answered by telephone."""

    words = forms.CharField(
        label="Chi bộ trả lời",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ví dụ: mưa lũ, họp bù tối thứ Sáu 27/11.",
    )
