"""What is typed about villages; a form parses and never decides."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms

from nenep.core.forms import DayField, Form

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_KNOWN = (("", "Chưa rõ"), ("yes", "Có"), ("no", "Không"))
_Choices = Sequence[tuple[Any, str]]


def _is_member(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=_KNOWN,
        coerce=lambda word: word == "yes",
        empty_value=None,
        required=False,
    )


class VillageForm(Form):
    """What a village is like from a day on.

    Args:
        cells: those that may cover it, id and name.
        is_new: whether it is entered; else the day is that of a change.
    """

    def __init__(self, *args: Any, cells: _Choices, is_new: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, forms.Field] = {}
        if is_new:
            fields["code"] = forms.CharField(
                label="Mã",
                max_length=32,
                widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
            )
        fields["name"] = forms.CharField(
            label="Tên", max_length=200, help_text="Ví dụ Thôn Bản Mới, Tổ dân phố 3."
        )
        fields["cell_id"] = forms.TypedChoiceField(
            label="Chi bộ phụ trách",
            choices=[("", "Chưa có chi bộ"), *cells],
            coerce=int,
            empty_value=None,
            required=False,
        )
        fields["households"] = forms.IntegerField(
            label="Số hộ", min_value=0, max_value=100_000, required=False
        )
        fields["head_is_member"] = _is_member("Trưởng là đảng viên")
        fields["deputy_is_member"] = _is_member("Phó là đảng viên")
        fields["since" if is_new else "on"] = DayField(label="Từ ngày", widget=_DAY)
        self.fields |= fields


class EndVillageForm(Form):
    """The last day of a village, and what it merges into.

    Args:
        beside: other villages of the commune, id and name.
    """

    def __init__(self, *args: Any, beside: _Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["on"] = DayField(label="Ngày cuối", widget=_DAY)
        self.fields["merged_into_id"] = forms.TypedChoiceField(
            label="Nhập vào",
            choices=[("", "Không nhập vào đâu"), *beside],
            coerce=int,
            empty_value=None,
            required=False,
        )
        self.fields["decision"] = forms.CharField(
            label="Quyết định, nghị quyết",
            max_length=200,
            required=False,
            help_text="Số và ngày, nếu có.",
        )

    def values(self) -> dict[str, Any]:
        """The last day is typed, the day after it is kept."""
        return self.cleaned_data | {"on": self.cleaned_data["on"] + timedelta(days=1)}
