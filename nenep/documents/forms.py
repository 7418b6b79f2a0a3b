"""What is typed about terms and opening numbers; a form parses and never decides."""

from django import forms

from nenep.core.forms import DayField, Form
from nenep.documents.kinds import numbered_kinds
from nenep.organisations.models import Term

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TermForm(Form):
    """When a term begins."""

    label = forms.CharField(label="Nhiệm kỳ", max_length=40, help_text="Ví dụ: 2025-2030.")
    valid_from = DayField(
        label="Từ ngày",
        widget=_DAY,
        help_text="Ngày đại hội bầu cấp ủy. Nhiệm kỳ trước kết thúc từ ngày này.",
    )
    congress = forms.CharField(label="Đại hội", max_length=200, required=False)


class OpeningForm(Form):
    """The last number used on paper.

    Args:
        terms: of the organisation, the last first.
    """

    term_id = forms.TypedChoiceField(label="Nhiệm kỳ", coerce=int)
    type_code = forms.ChoiceField(label="Loại văn bản")
    last_number = forms.IntegerField(
        label="Số cuối đã dùng trên giấy", help_text="Văn bản tiếp theo lấy số liền sau."
    )
    source = forms.CharField(
        label="Lấy từ",
        max_length=200,
        help_text="Ví dụ: sổ văn bản giấy, quyển 2, ngày 01/12/2026.",
    )

    def __init__(self, terms: list[Term], *values: object, **more: object) -> None:
        super().__init__(*values, **more)  # type: ignore[arg-type]
        kinds = [(kind.symbol, kind.name) for kind in numbered_kinds()]
        self.fields["term_id"].choices = [(term.pk, term.label) for term in terms]  # type: ignore[attr-defined]
        self.fields["type_code"].choices = kinds  # type: ignore[attr-defined]


class OneForm(Form):
    """Which one is taken back."""

    one = forms.IntegerField()
