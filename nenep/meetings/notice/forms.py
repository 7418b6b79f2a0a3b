"""The form of an answer to the notice."""

from typing import Any

from django import forms

from nenep.core.forms import Form


class AnswerForm(Form):
    """Coming, or why not."""

    coming = forms.CharField(required=False)
    reason = forms.CharField(
        label="Lý do vắng",
        max_length=300,
        help_text="Chỉ bí thư, phó bí thư, chủ trì và thư ký đọc được.",
        error_messages={"required": "Hãy ghi lý do vắng."},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.data.get("coming") == "yes":
            self.fields["reason"].required = False

    def says_coming(self) -> bool:
        """Say which of the two buttons was pressed."""
        return bool(self.cleaned_data["coming"] == "yes")
