"""Forms of the agenda: place, items, the topic of a part, papers."""

from django import forms

from nenep.core.forms import Form
from nenep.meetings.body.forms import WhenForm


class PlaceForm(WhenForm):
    """Hour and place of a planned meeting."""

    place = forms.CharField(label="Địa điểm", max_length=200)


class ItemForm(Form):
    """An item of the agenda."""

    title = forms.CharField(label="Nội dung", max_length=300)
    speaker = forms.CharField(label="Người trình bày", max_length=120, required=False)
    minutes = forms.IntegerField(label="Số phút", min_value=1, max_value=300, required=False)


class ItemDetailsForm(Form):
    """Who presents an item, and how long."""

    speaker = forms.CharField(label="Người trình bày", max_length=120, required=False)
    minutes = forms.IntegerField(label="Số phút", min_value=1, max_value=300, required=False)


class TopicForm(Form):
    """The topic of a thematic part."""

    topic = forms.CharField(label="Tên chuyên đề", max_length=300)


class PaperForm(Form):
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
