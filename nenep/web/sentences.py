"""What a form says beside a field, in place of Django's own words."""

from django import forms

_SENTENCES: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "Chưa nhập mục này."},
    forms.BooleanField: {"required": "Đánh dấu ô này để tiếp tục."},
    forms.ChoiceField: {
        "required": "Chưa chọn mục này.",
        "invalid_choice": "Lựa chọn này không có trong danh sách. Chọn lại.",
    },
    forms.DateField: {
        "invalid": "Không có ngày này. Ghi ngày/tháng/năm, ví dụ 03/12/2026.",
    },
    forms.TimeField: {"invalid": "Giờ chưa đúng. Ghi giờ:phút, ví dụ 19:30."},
    forms.DateTimeField: {
        "invalid": "Ngày giờ chưa đúng. Ghi ngày/tháng/năm giờ:phút, ví dụ 03/12/2026 19:30.",
    },
    forms.IntegerField: {"invalid": "Ghi một số nguyên, ví dụ 12."},
    forms.DecimalField: {"invalid": "Ghi một số, ví dụ 18,9."},
    forms.FileField: {
        "required": "Chưa chọn tệp.",
        "invalid": "Trình duyệt chưa gửi tệp. Chọn lại tệp rồi gửi lại.",
        "missing": "Chưa chọn tệp.",
        "empty": "Tệp này rỗng. Kiểm tra lại tệp trên máy.",
    },
}


def install() -> None:
    """Let every form speak so; called once when Django starts."""
    for field, sentences in _SENTENCES.items():
        field.default_error_messages = {
            **getattr(field, "default_error_messages", {}),
            **sentences,
        }
