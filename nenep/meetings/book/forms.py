"""Forms of checking a code on paper."""

from nenep.core.forms import CodeField, Form


class CheckForm(Form):
    """A code typed from paper; what is no code is answered like an unknown one."""

    code = CodeField(
        label="Mã kiểm tra trên giấy",
        help_text="Bốn nhóm chữ và số ở cuối văn bản. Gõ hoa hay thường đều được.",
        max_length=200,
        error_messages={
            "required": "Chưa nhập mã kiểm tra.",
            "max_length": "Mã dài quá. Chỉ nhập bốn nhóm chữ và số của mã kiểm tra.",
        },
    )
