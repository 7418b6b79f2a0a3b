"""What is typed about units: a new one below, another name, another place."""

from collections.abc import Sequence
from typing import Any

from django import forms

from nenep.core.forms import DayField, Form
from nenep.organisations.models import Organisation

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _decision() -> forms.CharField:
    return forms.CharField(
        label="Quyết định, nghị quyết",
        max_length=200,
        required=False,
        help_text="Số và ngày, nếu có.",
    )


class FoundForm(Form):
    """A new unit below another.

    Args:
        kinds: those that may stand there, code and words.
    """

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"] = forms.ChoiceField(label="Loại", choices=kinds)
        self.fields["name"] = forms.CharField(
            label="Tên đầy đủ", max_length=200, help_text="Ví dụ Chi bộ Bản Mới."
        )
        self.fields["code"] = forms.CharField(
            label="Mã",
            max_length=32,
            widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
            help_text="Mã riêng, không trùng, ví dụ CB-BANMOI.",
        )
        self.fields["sector"] = forms.ChoiceField(
            label="Loại hình",
            choices=Organisation.Sector.choices,
            required=False,
            help_text="Chỉ với chi bộ.",
        )
        self.fields["founded_on"] = DayField(label="Từ ngày", widget=_DAY)
        self.fields["decision"] = _decision()


class RenameForm(Form):
    """Another name from a day on."""

    name = forms.CharField(label="Tên mới", max_length=200)
    on = DayField(label="Từ ngày", widget=_DAY)


class MoveUnitForm(Form):
    """Another place from a day on.

    Args:
        parents: what it may hang under, id and name.
        follows: the address that says what would follow on another day.
    """

    def __init__(
        self, *args: Any, parents: Sequence[tuple[int, str]], follows: str, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.fields["to_id"] = forms.TypedChoiceField(
            label="Chuyển về",
            choices=[("", "Chọn cấp trên"), *parents],
            coerce=int,
            error_messages={"required": "Chưa chọn cấp trên mới."},
        )
        day = forms.DateInput(
            attrs={
                "type": "date",
                "hx-get": follows,
                "hx-target": "#keo-theo",
                "hx-select": "#keo-theo",
                "hx-swap": "outerHTML",
            },
            format="%Y-%m-%d",
        )
        self.fields["on"] = DayField(label="Từ ngày", widget=day)
        self.fields["decision"] = _decision()


_NEW, _NONE = "new", "none"


class ClusterForm(Form):
    """The cluster of a cell from a day on.

    Args:
        clusters: those of the committee right above, id and name.
    """

    def __init__(self, *args: Any, clusters: Sequence[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["cluster"] = forms.ChoiceField(
            label="Cụm", choices=[*clusters, (_NEW, "Cụm mới"), (_NONE, "Ra khỏi cụm")]
        )
        self.fields["new_name"] = forms.CharField(
            label="Tên cụm mới", max_length=200, required=False, help_text="Chỉ khi lập cụm mới."
        )
        self.fields["on"] = DayField(label="Từ ngày", widget=_DAY)

    def values(self) -> dict[str, Any]:
        """A known cluster by its id, a new one by its name, or neither."""
        chosen, name = self.cleaned_data["cluster"], self.cleaned_data["new_name"]
        return {
            "cluster_id": int(chosen) if chosen not in (_NEW, _NONE) else None,
            "new_name": name if chosen == _NEW else None,
            "on": self.cleaned_data["on"],
        }
