"""Forms of tasks: how one stands, and how it was settled."""

from django import forms

from nenep.core.forms import Form


class ReportForm(Form):
    """How one's own task stands."""

    says = forms.ChoiceField(choices=[("doing", "Đang làm"), ("finished", "Xong")])
    words = forms.CharField(max_length=500, required=False)


class SettleForm(Form):
    """What came of a task."""

    outcome = forms.ChoiceField(choices=[("done", "Đã xong"), ("dropped", "Thôi không làm")])
    result = forms.CharField(max_length=500, required=False)
