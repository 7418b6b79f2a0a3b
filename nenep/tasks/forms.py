"""Forms of tasks: how one stands, and how it was settled."""

from django import forms


class ReportForm(forms.Form):
    """How one's own task stands."""

    says = forms.ChoiceField(choices=[("doing", "Đang làm"), ("finished", "Xong")])
    words = forms.CharField(max_length=500, required=False)


class SettleForm(forms.Form):
    """What came of a task."""

    outcome = forms.ChoiceField(choices=[("done", "Đã xong"), ("dropped", "Thôi không làm")])
    result = forms.CharField(max_length=500, required=False)
