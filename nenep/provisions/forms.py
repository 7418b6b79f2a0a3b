"""What is typed about a committee's own values; a form parses and never decides."""

from django import forms

from nenep.core.forms import DayField, Form
from nenep.provisions.models import OwnValue

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class OwnValueForm(Form):
    """A committee's own value of one rule."""

    rule = forms.ChoiceField(
        label="Quy định", choices=OwnValue.Rule.choices, widget=forms.RadioSelect
    )
    value = forms.IntegerField(
        label="Mức riêng (phút hoặc ngày)",
        required=False,
        min_value=0,
        max_value=600,
        help_text="Để trống nếu bỏ mức riêng, trở lại theo bản quy định.",
    )
    fewer_than = forms.IntegerField(
        label="Chỉ cho chi bộ dưới (đảng viên)",
        required=False,
        min_value=1,
        max_value=1000,
        help_text="Để trống nếu áp dụng cho mọi chi bộ.",
    )
    valid_from = DayField(label="Áp dụng từ ngày", widget=_DAY)
    decision = forms.CharField(
        label="Theo quyết định, kết luận số",
        max_length=200,
        help_text="Ví dụ: 12-KL/ĐU ngày 01/12/2026.",
        error_messages={"required": "Chưa ghi số quyết định hoặc kết luận của đảng ủy."},
    )
