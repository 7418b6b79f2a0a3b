"""Forms of preparing: place, agenda, topic, what was agreed first, papers."""

from collections.abc import Sequence
from typing import Any

from django import forms

from nenep.meetings.forms.moments import DAY, WhenForm
from nenep.members.queries import RollLine


class PlaceForm(WhenForm):
    """Hour and place of a planned meeting."""

    place = forms.CharField(label="Địa điểm", max_length=200)


class ItemForm(forms.Form):
    """An item of the agenda."""

    title = forms.CharField(label="Nội dung", max_length=300)
    speaker = forms.CharField(label="Người trình bày", max_length=120, required=False)
    minutes = forms.IntegerField(label="Số phút", min_value=1, max_value=300, required=False)


class ItemDetailsForm(forms.Form):
    """Who presents an item, and how long."""

    speaker = forms.CharField(label="Người trình bày", max_length=120, required=False)
    minutes = forms.IntegerField(label="Số phút", min_value=1, max_value=300, required=False)


class TopicForm(forms.Form):
    """The topic of a thematic part."""

    topic = forms.CharField(label="Tên chuyên đề", max_length=300)


class TopicOfMonthForm(forms.Form):
    """The topic of a month, and who prepares it."""

    month = forms.DateField()
    title = forms.CharField(label="Tên chuyên đề", max_length=300)
    drafter = forms.TypedChoiceField(
        label="Người chuẩn bị", coerce=int, required=False, empty_value=None
    )

    def __init__(self, *args: Any, people: Sequence[RollLine], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["drafter"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", "Chưa phân công"),
            *((line.member_id, line.full_name) for line in people),
        ]


class ConsultationForm(forms.Form):
    """What was agreed before the meeting, by whom."""

    held_on = forms.DateField(label="Ngày hội ý", widget=DAY)
    present = forms.TypedMultipleChoiceField(
        label="Những người đã dự", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    agenda = forms.CharField(
        label="Thống nhất về nội dung",
        max_length=5000,
        widget=forms.Textarea({"rows": 3}),
    )
    conclusion = forms.CharField(
        label="Dự thảo kết luận, nghị quyết",
        max_length=10_000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Hiện sẵn bên ô kết luận trong phòng họp.",
    )
    points = forms.CharField(
        label="Việc đưa ra thảo luận, biểu quyết",
        max_length=5000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["present"].choices = people  # type: ignore[attr-defined]  # a choice field


class PaperForm(forms.Form):
    """A paper, with what its sender declares of secrecy."""

    title = forms.CharField(label="Tên tài liệu", max_length=200)
    secrecy = forms.ChoiceField(
        label="Độ mật của tài liệu",
        choices=[
            ("", "Không mật"),
            ("MẬT", "MẬT"),
            ("TỐI MẬT", "TỐI MẬT"),
            ("TUYỆT MẬT", "TUYỆT MẬT"),
        ],
        required=False,
        help_text="Tài liệu mật không đưa lên phần mềm này.",
    )
    file = forms.FileField(label="Tệp", help_text="PDF, ảnh, Word hoặc Excel, nặng nhất 10 MB.")
