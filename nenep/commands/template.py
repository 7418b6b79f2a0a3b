"""`nenep template`: the empty workbook to fill in."""

import argparse
import sys
from pathlib import Path

from nenep.commands.failures import CannotGoOn
from nenep.exchange.template import write

EXAMPLES = """
  nenep template mau-nhap-lieu.xlsx
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write."""
    parser.add_argument("file", metavar="TỆP", type=Path, help="tệp .xlsx sẽ ghi; chưa được có sẵn")


def run(options: argparse.Namespace) -> None:
    """Write it.

    Raises:
        CannotGoOn: the file is there, or has another ending.
    """
    path: Path = options.file
    if path.suffix != ".xlsx":
        raise CannotGoOn(f"{path} phải có đuôi .xlsx.")
    if path.exists():
        raise CannotGoOn(f"Đã có {path}. Hãy chọn tên khác; tệp cũ không bị ghi đè.")
    write(path)
    sys.stdout.write(f"✓ Đã ghi {path}. Điền xong, xem trước bằng: nenep import {path} --as TÊN\n")
