"""What people type about a post: who gets it, who follows whom, what is known about it."""

from collections.abc import Sequence
from typing import Any

from django import forms

from nenep.core.forms import DayField, Form
from nenep.members.models import Post

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_NOT_SAID = ("", "Chưa ghi")
_BEGUN_BY = [_NOT_SAID, *Post.Beginning.choices]


class GivePostForm(Form):
    """Who gets which post, from when, and how it begins.

    Args:
        kinds: posts to choose from, with their words; empty where the post is known.
        people: code and name of those to choose from; empty where a name or code is typed.
        is_handed_on: whether somebody holds it, and why that ends is asked.
    """

    def __init__(
        self,
        *args: Any,
        kinds: Sequence[tuple[str, str]] = (),
        people: Sequence[tuple[str, str]] = (),
        is_handed_on: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        if kinds:
            self.fields["post"] = forms.ChoiceField(label="Chức vụ", choices=kinds)
        label = "Người mới" if is_handed_on else "Đảng viên"
        if people:
            self.fields["person"] = forms.ChoiceField(
                label=label,
                choices=[("", "Chọn đảng viên"), *people],
                error_messages={"required": "Chưa chọn giao cho ai."},
            )
        else:
            self.fields["person"] = forms.CharField(
                label=label,
                max_length=120,
                help_text="Họ và tên, hoặc mã đảng viên.",
                error_messages={"required": "Chưa ghi giao cho ai."},
            )
        self.fields["day"] = DayField(label="Từ ngày", widget=_DAY)
        self.fields["begun_by"] = forms.ChoiceField(
            label="Bắt đầu do", required=False, choices=_BEGUN_BY
        )
        self.fields["decision"] = forms.CharField(
            label="Quyết định",
            max_length=200,
            required=False,
            help_text="Số và ngày, nếu có.",
        )
        if is_handed_on:
            self.fields["reason"] = forms.CharField(
                label="Lý do thôi của người trước", max_length=200, required=False
            )
        else:
            self.fields["term"] = forms.CharField(
                label="Nhiệm kỳ", max_length=40, required=False, help_text="Ví dụ 2025 - 2027."
            )

    def values(self) -> dict[str, Any]:
        """A post of a body that is not the usual one is named with its body."""
        typed = dict(self.cleaned_data)
        if "post" in typed:
            typed["kind"], _, typed["body_kind"] = typed.pop("post").partition(":")
        return typed


class DescribePostForm(Form):
    """What is known about a post and its holder; all of it may be left open."""

    term = forms.CharField(label="Nhiệm kỳ", max_length=40, required=False)
    decision = forms.CharField(label="Quyết định", max_length=200, required=False)
    begun_by = forms.ChoiceField(label="Bắt đầu do", required=False, choices=_BEGUN_BY)
    from_place = forms.CharField(
        label="Từ đơn vị",
        max_length=200,
        required=False,
        help_text="Nếu được điều động, luân chuyển đến.",
    )
    is_local = forms.TypedChoiceField(
        label="Người địa phương",
        required=False,
        coerce=lambda value: value == "yes",
        empty_value=None,
        choices=[_NOT_SAID, ("yes", "Có"), ("no", "Không")],
    )
    class_attended = forms.CharField(label="Lớp đã học", max_length=200, required=False)
    age_band = forms.ChoiceField(
        label="Độ tuổi",
        required=False,
        choices=[_NOT_SAID, *Post.AgeBand.choices],
        help_text="Chỉ ghi khoảng tuổi, không ghi ngày sinh.",
    )
