"""What the page of uploading takes."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from nenep.exchange.guard import MOST_BYTES


class UploadForm(forms.Form):
    """One workbook."""

    file = forms.FileField(
        label="Tệp bảng tính",
        help_text=f"Tệp Excel .xlsx, nhiều nhất {MOST_BYTES // 1024 // 1024} MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse what is too big before it is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if file.size and file.size > MOST_BYTES:
            raise forms.ValidationError(
                f"Tệp nặng quá {MOST_BYTES // 1024 // 1024} MB. Hãy bỏ hình ảnh hoặc chia nhỏ tệp."
            )
        return file


class ExtractForm(forms.Form):
    """What to write into a workbook."""

    code = forms.CharField(
        label="Mã đơn vị",
        help_text="Ghi đơn vị này và mọi đơn vị bên dưới.",
        max_length=32,
    )
    reason = forms.CharField(
        label="Lý do kèm thông tin riêng",
        help_text=(
            "Để trống thì tệp không có ngày sinh, giới tính, điện thoại, thư điện tử, ngày vào "
            "Đảng, ngày chính thức. Lý do được ghi vào nhật ký."
        ),
        max_length=300,
        required=False,
    )
