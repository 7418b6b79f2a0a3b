"""Forms of checking a code on paper."""

from django import forms


class CheckForm(forms.Form):
    """A code typed from paper; what is no code is answered like an unknown one."""

    code = forms.CharField(
        label="Mã kiểm tra trên giấy",
        help_text="Bốn nhóm chữ và số ở cuối văn bản. Gõ hoa hay thường đều được.",
        max_length=200,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={
            "required": "Chưa nhập mã kiểm tra.",
            "max_length": "Mã dài quá. Chỉ nhập bốn nhóm chữ và số của mã kiểm tra.",
        },
    )
