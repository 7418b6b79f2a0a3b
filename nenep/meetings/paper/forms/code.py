"""The form that asks for the code of a sheet."""

from nenep.core.forms import CodeField, Form


class SheetCodeForm(Form):
    """The code of a paper sheet."""

    code = CodeField(
        label="Mã phiếu",
        help_text="Hai nhóm chữ và số ở góc trên phiếu. Gõ hoa hay thường đều được.",
        max_length=30,
    )
