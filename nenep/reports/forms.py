"""Forms of reports: shape only."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, ClassVar

from django import forms

from nenep.core.forms import Form
from nenep.figures import bounds, periods
from nenep.figures.ranking import Convention
from nenep.organisations.models import Organisation
from nenep.organisations.standing import WhoseTree


class AnswerOfCellForm(Form):
    """What a cell answered by telephone."""

    words = forms.CharField(
        label="Chi bộ trả lời",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ví dụ: mưa lũ, họp bù tối thứ Sáu 27/11.",
    )


class FiguresForm(Form):
    """Whose figures, of when, by which tree; the names are those of the address."""

    use_required_attribute = False

    def __init__(self, data: dict[str, Any], *, places: Sequence[Organisation]) -> None:
        super().__init__({"cay": WhoseTree.THEN.value} | data)
        self.places = {one.code: one for one in places}
        self.fields["don-vi"] = forms.ChoiceField(
            label="Đơn vị",
            choices=[(one.code, f"{one.name} ({one.code})") for one in places],
            error_messages={
                "invalid_choice": "Không có đơn vị mã «%(value)s» trong phạm vi đồng chí xem số liệu."
            },
        )
        self.fields["ky"] = forms.CharField(
            label="Kỳ",
            max_length=60,
            help_text="Ví dụ: 2026-11, quý IV/2026, 6 tháng đầu năm 2026, 2026, nhiệm kỳ 2025-2030.",
        )
        self.fields["cay"] = forms.ChoiceField(
            label="Tính theo",
            choices=[
                (WhoseTree.THEN.value, "tổ chức của từng thời gian"),
                (WhoseTree.NOW.value, "đơn vị hiện nay"),
            ],
        )

    def clean_ky(self) -> periods.Period:
        """Read the period as people or addresses write it."""
        try:
            return periods.written(self.cleaned_data["ky"])
        except periods.UnknownPeriod as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def top(self) -> Organisation:
        """Return the organisation."""
        return self.places[self.cleaned_data["don-vi"]]

    def period(self) -> periods.Period:
        """Return the period."""
        found: periods.Period = self.cleaned_data["ky"]
        return found

    def tree(self) -> WhoseTree:
        """Return by which tree."""
        return WhoseTree(self.cleaned_data["cay"])


class UnitsForm(Form):
    """How units are put in order."""

    # What is asked where the address says nothing.
    as_shown: ClassVar = {"le": "1", "lam-tron": "half_up", "muc": ""}

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__(data)
        self.fields["le"] = forms.IntegerField(
            label="Số chữ số sau dấu phẩy", min_value=0, max_value=9
        )
        self.fields["lam-tron"] = forms.ChoiceField(
            label="Cách làm tròn",
            choices=[("half_up", "làm tròn"), ("cut", "cắt bỏ phần lẻ")],
        )
        self.fields["muc"] = forms.CharField(
            label="Chỉ kể đơn vị",
            required=False,
            max_length=20,
            help_text="«trên 90» hoặc «từ 90». Để trống: mọi đơn vị.",
        )

    def clean_muc(self) -> tuple[Fraction | None, Fraction | None]:
        """Read "trên 90" or "từ 90" into what is asked: more than, at least."""
        text = self.cleaned_data["muc"].strip()
        if not text:
            return None, None
        try:
            found = bounds.parse(text.removeprefix("từ").removesuffix("trở lên").strip())
        except bounds.UnknownNumber as refusal:
            raise forms.ValidationError(str(refusal)) from None
        value = Fraction(found.value)
        return (value, None) if found.bound is bounds.Bound.MORE_THAN else (None, value)

    def convention(self) -> Convention:
        """Return the convention that was asked for."""
        over, at_least = self.cleaned_data["muc"]
        return Convention(self.cleaned_data["le"], self.cleaned_data["lam-tron"], over, at_least)
