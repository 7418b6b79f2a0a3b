"""Forms of tasks: what is given to whom, how it stands, and how it was settled."""

from typing import Any

from django import forms

from nenep.core.forms import DayField, Form
from nenep.tasks.queries import Holders
from nenep.tasks.rules import name_of

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
# What the choice of a holder begins with: the unit itself, a body of it, a member.
_UNIT, _BODY, _MEMBER = "don-vi", "tap-the", "dang-vien"


class ReportForm(Form):
    """How one's own task stands."""

    says = forms.ChoiceField(choices=[("doing", "Đang làm"), ("finished", "Xong")])
    words = forms.CharField(
        label="Đã làm được gì",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def values(self) -> dict[str, Any]:
        """Return whether it is finished, and the words."""
        typed = self.cleaned_data
        return {"finished": typed["says"] == "finished", "words": typed["words"]}


class SettleForm(Form):
    """What came of a task."""

    outcome = forms.ChoiceField(choices=[("done", "Đã xong"), ("dropped", "Thôi không làm")])
    result = forms.CharField(
        label="Kết quả",
        max_length=500,
        required=False,
        help_text="«Thôi không làm» thì ghi lý do.",
    )

    def values(self) -> dict[str, Any]:
        """Return whether it is done, and the result."""
        typed = self.cleaned_data
        return {"done": typed["outcome"] == "done", "result": typed["result"]}


class TaskForm(Form):
    """A task: the words, the product, the day, and who looks after it."""

    title = forms.CharField(
        label="Việc", max_length=300, error_messages={"required": "Hãy ghi việc cần làm."}
    )
    product = forms.CharField(
        label="Sản phẩm",
        max_length=300,
        required=False,
        help_text="Có gì để xem khi xong: báo cáo, danh sách, số hộ đã thăm …",
    )
    due_on = DayField(
        label="Hạn, xong trước hết ngày",
        widget=_DAY,
        error_messages={"required": "Hãy chọn ngày phải xong."},
    )
    supervisor = forms.TypedChoiceField(
        label="Người theo dõi", coerce=int, empty_value=None, required=False
    )
    source_words = forms.CharField(
        label="Căn cứ",
        max_length=300,
        required=False,
        help_text="Số, ngày của văn bản hoặc cuộc họp đã quyết định, nếu có.",
    )

    def __init__(self, *args: Any, holders: Holders, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["supervisor"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", "Chưa phân công"),
            *holders.supervisors,
        ]

    def values(self) -> dict[str, Any]:
        """Return what was typed, by the action's names."""
        return {
            name: self.cleaned_data[name] for name in ("title", "product", "due_on", "source_words")
        } | {"supervisor_id": self.cleaned_data["supervisor"]}


class AssignForm(TaskForm):
    """A task with who is given it: the unit, a body of it, or one of its members."""

    holder = forms.ChoiceField(
        label="Người, đơn vị nhận", error_messages={"required": "Hãy chọn nơi nhận."}
    )
    giver_body = forms.TypedChoiceField(
        label="Giao thay mặt", coerce=int, empty_value=None, required=False
    )
    field_order = (
        "title",
        "holder",
        "product",
        "due_on",
        "supervisor",
        "giver_body",
        "source_words",
    )

    def __init__(self, *args: Any, holders: Holders, **more: Any) -> None:
        super().__init__(*args, holders=holders, **more)
        found: list[tuple[str, list[tuple[str, str]]]] = [
            ("Cả đơn vị", [(_UNIT, name_of(holders.unit.name))])
        ]
        if holders.bodies:
            found.append(("Tập thể", [(f"{_BODY}:{one.pk}", str(one)) for one in holders.bodies]))
        if holders.people:
            found.append(
                (
                    "Đảng viên",
                    [(f"{_MEMBER}:{one.member_id}", one.full_name) for one in holders.people],
                )
            )
        self.fields["giver_body"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", "Đảng ủy"),
            *((one.pk, str(one)) for one in holders.giving),
        ]
        self.fields["holder"].choices = found  # type: ignore[attr-defined]  # a choice field

    def values(self) -> dict[str, Any]:
        """Return what was typed, with the id of a member or body who holds it."""
        kind, _, number = self.cleaned_data["holder"].partition(":")
        return super().values() | {
            "member_id": int(number) if kind == _MEMBER else None,
            "body_id": int(number) if kind == _BODY else None,
            "giver_body_id": self.cleaned_data["giver_body"],
        }
