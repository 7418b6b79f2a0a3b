"""What is typed about working days; a form parses and never decides."""

from django import forms
from django.http import QueryDict

from nenep.core.forms import DayField, Form
from nenep.organisations.models import Organisation
from nenep.workdays.rules import MOST_DAYS

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CountForm(Form):
    """From which day how many working days."""

    since = DayField(label="Kể từ ngày", widget=_DAY, is_bounded=False)
    count = forms.IntegerField(label="Số ngày làm việc", min_value=1, max_value=MOST_DAYS)


class DayForm(Form):
    """A day off or worked, by decision, for the tree of a topmost organisation.

    Args:
        trees: those for which somebody decides; one is not asked about.
    """

    organisation_id = forms.TypedChoiceField(label="Của", coerce=int)
    day = DayField(label="Ngày", widget=_DAY, is_bounded=False)
    working = forms.TypedChoiceField(
        label="Ngày ấy",
        choices=[("off", "Nghỉ"), ("worked", "Làm việc (làm bù)")],
        coerce=lambda value: value == "worked",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Lý do", max_length=200, help_text="Ví dụ: nghỉ bù Giỗ Tổ Hùng Vương."
    )
    source = forms.CharField(
        label="Theo văn bản số",
        max_length=200,
        help_text="Số, ngày, nơi ban hành.",
    )

    def __init__(self, trees: list[Organisation], data: QueryDict | None) -> None:
        super().__init__(data)
        field = self.fields["organisation_id"]
        field.choices = [(tree.pk, tree.name) for tree in trees]  # type: ignore[attr-defined]
        if len(trees) == 1:
            field.widget = forms.HiddenInput()
            field.initial = trees[0].pk


class TakenBackForm(Form):
    """Of which day what was noted is taken back."""

    organisation_id = forms.IntegerField()
    taken_back = DayField(is_bounded=False)
