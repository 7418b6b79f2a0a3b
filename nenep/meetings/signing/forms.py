"""Forms of signing, and of corrections."""

from typing import Any

from django import forms

from nenep.core.forms import CodeField, DayField, Form, PasswordField
from nenep.meetings.body.forms import DAY
from nenep.meetings.signing.rules import WordsShown

# More than a version of a meeting ever has.
_DIGITS = 10


class ShownForm(Form):
    """What a signer was shown, carried unseen; meetings/shown.html writes it."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Lead to the field: it stands below the whole text."""
        super().add_error(field, error)
        if field is not None:
            self.fields[field].widget.attrs["autofocus"] = True

    @property
    def what_was_shown(self) -> WordsShown:
        """What the form carried; nothing where it carried none."""
        version = self.data.get("version", "")
        is_number = version.isdecimal() and len(version) < _DIGITS
        return WordsShown(
            self.data.get("shown", ""),
            self.data.get("pieces", ""),
            int(version) if is_number else 0,
        )


class SignForm(ShownForm):
    """The signer's password."""

    password = PasswordField(label="Mật khẩu của đồng chí", autocomplete="current-password")


class BesideForm(ShownForm):
    """The other signer's name and password, on a borrowed device."""

    name = forms.CharField(
        label="Tên đăng nhập hoặc số điện thoại của người ký",
        max_length=200,
        widget=forms.TextInput(
            {
                "autocomplete": "off",
                "autocapitalize": "none",
                "autocorrect": "off",
                "spellcheck": "false",
            }
        ),
    )
    password = PasswordField(label="Mật khẩu của người ký", autocomplete="off")


class SigningCodeForm(ShownForm):
    """A one-time code typed from paper."""

    code = CodeField(
        label="Mã ký một lần",
        help_text="Ba nhóm chữ và số trên tờ giấy. Gõ hoa hay thường đều được.",
        max_length=60,
    )


class PaperSignatureForm(Form):
    """A signature made by hand on the printed minutes."""

    kind = forms.CharField(max_length=16, widget=forms.HiddenInput)
    code = CodeField(
        label="Hai nhóm đầu của mã ở chân trang đã ký",
        help_text="Ví dụ 3fa2 90bc. Mã cho biết bản giấy đúng là nội dung đang lưu.",
        max_length=100,
    )
    signed_on = DayField(label="Ngày ký trên giấy", widget=DAY)
    witness = forms.CharField(label="Người chứng kiến", max_length=120)
    password = PasswordField(
        label="Mật khẩu của đồng chí (người nhập)", autocomplete="current-password"
    )


class CorrectionForm(Form):
    """What is corrected, and why."""

    correction = forms.CharField(label="Sửa nội dung gì", max_length=500)
    reason = forms.CharField(label="Vì sao phải sửa", max_length=500)
