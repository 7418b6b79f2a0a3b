"""What is typed about books; a form parses and never decides."""

from django import forms

from nenep.core.forms import Form


class BookForm(Form):
    """A book that comes to the shelf."""

    title = forms.CharField(label="Tên sách", max_length=200)
    added_on = forms.DateField(
        label="Ngày nhận", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    copies = forms.IntegerField(label="Số bản", min_value=1, max_value=1000)
    donor = forms.CharField(label="Người tặng", max_length=120, required=False)
