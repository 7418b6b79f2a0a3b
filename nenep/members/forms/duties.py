"""What people type about duties and addresses; a form parses and never decides."""

from datetime import timedelta
from typing import Any

from django import forms

from nenep.core.forms import DayField, Form
from nenep.members.models import Post
from nenep.members.queries import RollLine
from nenep.members.rules import DESKS

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class UnmaskForm(Form):
    """Why masked data is opened."""

    reason = forms.CharField(
        label="Lý do xem",
        max_length=300,
        help_text="Lý do và tên người xem được ghi vào nhật ký.",
        error_messages={"required": "Chưa ghi lý do."},
    )


class OwnEmailForm(Form):
    """One's own address for messages, or no."""

    email = forms.CharField(
        label="Thư điện tử nhận thông báo",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class EmailForm(Form):
    """Somebody's address for messages."""

    email = forms.CharField(
        label="Thư điện tử",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="Địa chỉ cũ không hiện ở đây.",
    )
    remove = forms.BooleanField(label="Bỏ địa chỉ đang ghi", required=False)

    def clean(self) -> dict[str, Any]:
        """An empty form is a slip: who takes an address away says so."""
        data = super().clean() or {}
        if not data.get("email") and not data.get("remove"):
            self.add_error("email", "Hãy ghi địa chỉ, hoặc đánh dấu «Bỏ địa chỉ đang ghi».")
        if data.get("email") and data.get("remove"):
            self.add_error("remove", "Vừa ghi vừa bỏ địa chỉ. Hãy chọn một trong hai.")
        return data

    def values(self) -> dict[str, Any]:
        """An empty address removes the one that stands."""
        return {"email": self.cleaned_data["email"]}


class StandInForm(Form):
    """Who stands in for the holder of a post, from when to when, and by whose word."""

    member = forms.TypedChoiceField(label="Người thay", coerce=int)
    valid_from = DayField(label="Từ ngày", widget=_DAY)
    valid_to = DayField(
        label="Đến hết ngày", widget=_DAY, required=False, help_text="Để trống nếu chưa rõ."
    )
    decided_by = forms.CharField(label="Ai giao", max_length=200)

    def __init__(self, *args: object, people: list[RollLine], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        chosen = self.fields["member"]
        assert isinstance(chosen, forms.TypedChoiceField)  # noqa: S101
        chosen.choices = [(line.member_id, line.full_name) for line in people]

    def values(self) -> dict[str, Any]:
        """The last day is typed; the day after it is kept."""
        typed = self.cleaned_data
        last = typed["valid_to"]
        return {
            "member_id": typed["member"],
            "valid_from": typed["valid_from"],
            "valid_to": last + timedelta(days=1) if last else None,
            "decided_by": typed["decided_by"],
        }


class DesksForm(Form):
    """Who gets which desks of a committee's office, from when to when, by which decision."""

    person = forms.CharField(
        label="Đảng viên",
        max_length=120,
        help_text="Họ và tên, hoặc mã đảng viên.",
        error_messages={"required": "Chưa ghi giao cho ai."},
    )
    kinds = forms.MultipleChoiceField(
        label="Phần việc",
        choices=[(kind, Post.Kind(kind).label) for kind in DESKS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chưa chọn phần việc nào. Hãy chọn ít nhất một phần việc."},
    )
    decision = forms.CharField(
        label="Theo quyết định",
        max_length=200,
        help_text="Số, ngày của quyết định.",
        error_messages={"required": "Chưa ghi theo quyết định nào."},
    )
    valid_from = DayField(label="Từ ngày", widget=_DAY)
    valid_to = DayField(
        label="Đến hết ngày", widget=_DAY, required=False, help_text="Để trống nếu chưa rõ."
    )

    def values(self) -> dict[str, Any]:
        """The last day is typed; the day after it is kept."""
        typed = self.cleaned_data
        last = typed["valid_to"]
        return typed | {"valid_to": last + timedelta(days=1) if last else None}
