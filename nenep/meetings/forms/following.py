"""Forms of members: their answer, and how a task stands."""

from django import forms


class AnswerForm(forms.Form):
    """Coming, or why not."""

    coming = forms.CharField(required=False)
    reason = forms.CharField(
        label="Lý do vắng",
        max_length=300,
        required=False,
        help_text="Chỉ bí thư, phó bí thư, chủ trì và thư ký đọc được.",
    )

    def says_coming(self) -> bool:
        """Say which of the two buttons was pressed."""
        return bool(self.cleaned_data["coming"] == "yes")


class ReportForm(forms.Form):
    """How one's own task stands."""

    says = forms.ChoiceField(choices=[("doing", "Đang làm"), ("finished", "Xong")])
    words = forms.CharField(max_length=500, required=False)


class SettleForm(forms.Form):
    """What came of a task."""

    outcome = forms.ChoiceField(choices=[("done", "Đã xong"), ("dropped", "Thôi không làm")])
    result = forms.CharField(max_length=500, required=False)
