"""The gallery of components, for those who build pages; only in a trial."""

from datetime import date
from fractions import Fraction

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nenep.accounts.http import public
from nenep.tables.table import Cell, Choice, ListColumn, Table

_LONG_NAME = "Nguyễn Hoàng Phương Uyên Thảo Nguyên Đặng Thị Khuê Tú"
_ROWS = (
    ("Chi bộ Bản Mới", 13, Fraction(12, 13), "Đã ký biên bản", "good"),
    ("Chi bộ Trường Phổ thông dân tộc bán trú Tiểu học và THCS xã Bản Hon", 21, Fraction(17, 21),
     "Họp tối nay", "info"),
    ("Chi bộ Trạm Y tế", 3, Fraction(2, 3), "Chưa họp, quá hạn", "bad"),
)  # fmt: skip


_LIST = Table(
    "Các chi bộ, tháng 12/2026",
    (
        ListColumn("Chi bộ", lambda row: Cell(row[0], "#danh-sach"), "ten", lambda row: row[0]),
        ListColumn("Đảng viên", lambda row: row[1], "so", lambda row: row[1], number=True),
        ListColumn("Tình trạng", lambda row: Cell(row[3], tone=row[4])),
    ),
    _ROWS,
    (Choice("dong", "Trên 10 đảng viên", lambda row: row[1] > 10),),
)


class _Example(forms.Form):
    name = forms.CharField(label="Họ và tên", help_text="Ghi đủ họ, đệm và tên.")
    reason = forms.CharField(label="Lý do", required=False, widget=forms.Textarea({"rows": 3}))
    held_on = forms.DateField(label="Ngày họp", help_text="Ví dụ: 03/12/2026.")
    form = forms.ChoiceField(label="Hình thức", choices=[("", "Chọn…"), ("a", "Thường kỳ")])
    state = forms.ChoiceField(
        label="Có mặt", choices=[("p", "Có mặt"), ("e", "Vắng có lý do")], widget=forms.RadioSelect
    )
    shared = forms.BooleanField(label="Máy dùng chung")

    def clean(self) -> dict[str, object]:
        """Refuse, to show an error of the form as a whole."""
        raise forms.ValidationError("Chưa ghi được: chi bộ đã có cuộc họp thường kỳ tháng này.")


@require_safe
@public
def show(request: HttpRequest) -> HttpResponse:
    """Show every component in its states."""
    page = {
        "day": date(2026, 12, 3),
        "long_name": _LONG_NAME,
        "rows": _ROWS,
        "asked": _LIST.asked(request.GET),
        "empty_form": _Example(),
        "wrong_form": _Example({"sai-held_on": "31/02/2026"}, prefix="sai"),
    }
    return render(request, "web/gallery.html", page)
