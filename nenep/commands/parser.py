"""argparse, speaking Vietnamese."""

import argparse
import re
import sys
from collections.abc import Iterable
from typing import NoReturn

from nenep.commands import COMMANDS

# What argparse says when it does not understand, and how we say it.
_SENTENCES = (
    (r"the following arguments are required: (.*)", r"Còn thiếu: \1."),
    (r"unrecognized arguments: (.*)", r"Không hiểu: \1."),
    (r"argument (.*): expected one argument", r"\1 cần một giá trị đi kèm."),
    (r"argument (.*): expected .* argument.*", r"\1 cần giá trị đi kèm."),
    (r"argument (.*): not allowed with argument (.*)", r"\1 không dùng cùng \2."),
    (r"one of the arguments (.*) is required", r"Cần một trong các tham số: \1."),
    (r"argument (.*): ignored explicit argument (.*)", r"\1 không nhận giá trị \2."),
    (r"argument (.*): invalid .* value: (.*)", r"\1: không đọc được giá trị \2."),
    (r"argument (.*): invalid choice: (\S*).*", r"\1: không có lựa chọn \2."),
    (r"ambiguous option: (\S*).*", r"\1 chưa rõ là tùy chọn nào."),
    (r"argument (.*?): (.*)", r"\1: \2"),
)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or "Cách dùng: ")


class CommandParser(argparse.ArgumentParser):
    """The parser of one command.

    Args:
        name: of the command.
        purpose: one line.
        examples: lines to copy, each with what it does.
    """

    def __init__(self, name: str, purpose: str, examples: str) -> None:
        super().__init__(
            prog=f"nenep {name}",
            description=purpose,
            epilog=f"Ví dụ:\n{examples.strip(chr(10))}",
            formatter_class=_Formatter,
            add_help=False,
            allow_abbrev=False,
        )
        self._positionals.title = "Tham số"
        self._optionals.title = "Tùy chọn"
        self.add_argument("-h", "--help", action="help", help="xem hướng dẫn này")

    def error(self, message: str) -> NoReturn:
        """Say what was not understood and how the command is used; leave with 2."""
        sys.stderr.write(f"✗ {_in_vietnamese(message)}\n{self.format_usage()}")
        sys.stderr.write(f"→ Xem thêm: {self.prog} --help\n")
        raise SystemExit(2)


def overview() -> str:
    """Return the list of commands."""
    lines = [f"  nenep {name:<14}{command.help}" for name, command in COMMANDS.items()]
    return (
        "Nền Nếp: công việc của tổ chức đảng ở cơ sở.\n\nCác lệnh:\n"
        + "\n".join(lines)
        + "\n\nXem hướng dẫn và ví dụ của một lệnh: nenep LỆNH --help\n"
    )


def _in_vietnamese(message: str) -> str:
    for pattern, sentence in _SENTENCES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return found.expand(sentence)
    return message
