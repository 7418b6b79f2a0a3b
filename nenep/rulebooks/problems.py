"""A file that cannot be used, and the sentences of the schema in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from nenep.rulebooks.nodes import Path, Tree


class FileProblem(NamedTuple):
    """One thing wrong with one line of one file."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class BadEdition(Exception):
    """One or more edition files cannot be used; the program must not start."""

    def __init__(self, problems: Iterable[FileProblem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"Bộ quy định không dùng được, hãy sửa các dòng sau:\n{lines}")


_SENTENCES = {
    "missing": "thiếu khóa «{key}»",
    "extra_forbidden": "khóa «{key}» không có trong lược đồ",
    "int_type": "phải là số nguyên, đang là «{given}»",
    "int_from_float": "phải là số nguyên, đang là «{given}»",
    "bool_type": "phải là true hoặc false, đang là «{given}»",
    "string_type": "phải là chữ, đang là «{given}»",
    "string_too_short": "không được để trống",
    "string_too_long": "dài quá {max_length} ký tự",
    "string_pattern_mismatch": "mã chỉ gồm chữ thường không dấu, số và gạch dưới: «{given}»",
    "date_type": "phải là ngày dạng 2025-10-28, đang là «{given}»",
    "tuple_type": "phải là danh sách",
    "too_short": "danh sách không được để trống",
    "model_type": "phải là bảng khóa và giá trị",
    "enum": "«{given}» không thuộc {expected}",
    "literal_error": "«{given}» không thuộc {expected}",
    "greater_than": "phải lớn hơn {gt}",
    "greater_than_equal": "không được nhỏ hơn {ge}",
}


# Of `PydanticCustomError` in the schema.
_OWN = ("exact_number", "interval")


def sentence(error: ErrorDetails) -> str:
    """Say in Vietnamese what one schema error means.

    Args:
        error: One entry of pydantic's `errors()`.

    Returns:
        The sentence; for kinds of error not foreseen, that the value cannot be used.
    """
    location = error["loc"]
    template = _SENTENCES.get(error["type"])
    if template is None:
        # The sentences of our own types are Vietnamese already.
        own = error["type"] in _OWN
        return error["msg"] if own else f"giá trị «{error['input']}» không dùng được ở đây"
    values = {"key": location[-1] if location else "", "given": error["input"]}
    known = error.get("ctx", {})
    if "expected" in known:
        known = known | {"expected": known["expected"].replace(" or ", " hoặc ")}
    return template.format(**values, **known)


def located(
    error: ValidationError, tree: Tree, *, file: str, under: Path = ()
) -> list[FileProblem]:
    """Place the errors of the schema in the file.

    Args:
        error: What the schema found.
        tree: The file as it was read, with its lines.
        file: The name to show.
        under: Path of the validated value inside the file.

    Returns:
        One problem for each error.
    """
    found = []
    for detail in error.errors():
        path = (*under, *detail["loc"])
        line = tree.line_of(path)
        if detail["type"] == "extra_forbidden":
            line = tree.key_lines.get(path, line)
        name = "" if detail["type"] in ("missing", "extra_forbidden") else f"«{_name(path)}» "
        found.append(FileProblem(file, line, name + sentence(detail)))
    return found


def _name(path: Path) -> str:
    return ".".join(str(step) for step in path)
