"""What is typed about notices; a form parses and never decides."""

from typing import Any

from django import forms

from nenep.core.forms import DayField, Form

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WordingForm(Form):
    """A committee's decision on what messages say."""

    says = forms.ChoiceField(
        label="Thư gửi ra ngoài ghi gì",
        choices=[
            ("neutral", "Chỉ ngày, giờ và «có thông báo mới»"),
            ("full", "Ghi rõ tên chi bộ, loại buổi họp và địa điểm"),
        ],
        widget=forms.RadioSelect,
    )
    valid_from = DayField(label="Áp dụng từ ngày", widget=_DAY)
    decision = forms.CharField(
        label="Theo quyết định, kết luận số",
        max_length=200,
        help_text="Ví dụ: 12-KL/ĐU ngày 01/12/2026.",
        error_messages={"required": "Chưa ghi số quyết định hoặc kết luận của đảng ủy."},
    )

    def values(self) -> dict[str, Any]:
        """The choice is between less and more."""
        typed = self.cleaned_data
        return {
            "says_more": typed["says"] == "full",
            "valid_from": typed["valid_from"],
            "decision": typed["decision"],
        }
