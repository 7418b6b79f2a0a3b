"""What people type; a form parses and never decides."""

from django import forms

from nenep.accounts import passwords, rules
from nenep.core.forms import CodeField, Form, PasswordField


def _password(label: str, autocomplete: str, help_text: str = "") -> forms.CharField:
    return PasswordField(
        autocomplete=autocomplete,
        label=label,
        help_text=help_text,
        error_messages={"required": "Chưa nhập mật khẩu."},
    )


_NEW = f"Ít nhất {rules.SHORTEST_PASSWORD} ký tự. Dễ nhớ nhất là một câu ngắn chỉ mình đồng chí nghĩ ra."


class LogInForm(Form):
    name = forms.CharField(
        label="Tên đăng nhập hoặc số điện thoại",
        max_length=100,
        widget=forms.TextInput(
            {
                "autocomplete": "username",
                "autocapitalize": "none",
                "autocorrect": "off",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": "Chưa nhập tên đăng nhập hoặc số điện thoại."},
    )
    password = _password("Mật khẩu", "current-password")
    shared_device = forms.BooleanField(
        label="Đây là máy dùng chung",
        help_text=f"Đánh dấu nếu mượn máy: tự thoát sau {rules.SHARED_IDLE_MINUTES} phút không dùng "
        "hoặc khi đóng trình duyệt.",
        required=False,
    )


class SlipForm(Form):
    code = CodeField(
        label="Mã trên phiếu",
        help_text="Ba nhóm chữ và số, ví dụ K7QM-P2XH-9TRC. Gõ hoa hay thường đều được.",
        max_length=64,
        error_messages={"required": "Chưa nhập mã trên phiếu."},
    )


class FirstPasswordForm(Form):
    code = forms.CharField(max_length=64, widget=forms.HiddenInput)
    password = _password("Mật khẩu mới", "new-password", _NEW)
    again = _password("Nhập lại mật khẩu mới", "new-password")
    shared_device = LogInForm.base_fields["shared_device"]

    def clean(self) -> dict[str, object]:
        """Refuse two passwords that differ."""
        return _same_twice(self, "password")


class ChangePasswordForm(Form):
    old = _password("Mật khẩu đang dùng", "current-password")
    new = _password("Mật khẩu mới", "new-password", _NEW)
    again = _password("Nhập lại mật khẩu mới", "new-password")

    def clean(self) -> dict[str, object]:
        """Refuse two passwords that differ."""
        return _same_twice(self, "new")


class PostForm(Form):
    code = forms.CharField(max_length=40)


class SlipsForm(Form):
    member = forms.TypedMultipleChoiceField(
        coerce=int, required=False, error_messages={"invalid_choice": "Danh sách đã đổi. Tải lại."}
    )

    def __init__(self, *args: object, people: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["member"].choices = [(pk, "") for pk in people]  # type: ignore[attr-defined]


def _same_twice(form: forms.Form, name: str) -> dict[str, object]:
    again = form.cleaned_data.get("again")
    first = form.cleaned_data.get(name) or ""
    if again and passwords.tidy(again) != passwords.tidy(first):
        form.add_error("again", "Hai lần nhập chưa giống nhau. Nhập lại lần thứ hai.")
    return form.cleaned_data
