"""The form that asks for the code of a sheet."""

from django import forms


class SheetCodeForm(forms.Form):
    """The code of a paper sheet."""

    code = forms.CharField(
        label="Mã phiếu",
        help_text="Hai nhóm chữ và số ở góc trên phiếu. Gõ hoa hay thường đều được.",
        max_length=30,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
