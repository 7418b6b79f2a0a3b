"""`nenep export`: today's state as a workbook, which loads back as what is there already."""

import argparse
import sys
from pathlib import Path

from nenep.commands import behalf
from nenep.commands.failures import CannotGoOn
from nenep.core import clock
from nenep.exchange.extract import said_of, write_extract

EXAMPLES = """
  nenep export X-BANMAY --as hoa.tv --to so.xlsx       cả xã, những gì hoa.tv được đọc
  nenep export CB-BANMOI --as hoa.tv --to chi-bo.xlsx  một chi bộ
  nenep export X-BANMAY --as hoa.tv --to so.xlsx --without-personal
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which part of the tree, on whose behalf, into which file."""
    parser.add_argument("code", metavar="MÃ", help="mã tổ chức ở trên cùng")
    behalf.add_argument(parser)
    parser.add_argument(
        "--to", metavar="TỆP", type=Path, required=True, help="tệp .xlsx sẽ ghi; chưa được có sẵn"
    )
    parser.add_argument(
        "--without-personal",
        action="store_true",
        help="không kèm thông tin riêng (ngày sinh, giới tính, điện thoại, thư điện tử, "
        "ngày vào Đảng, ngày chính thức)",
    )


def run(options: argparse.Namespace) -> None:
    """Write it.

    Raises:
        CannotExtract: there is no such organisation in reach.
        CannotGoOn: the file is there, or has another ending.
    """
    path: Path = options.to
    if path.suffix != ".xlsx":
        raise CannotGoOn(f"{path} phải có đuôi .xlsx.")
    at = clock.now()
    actor = behalf.actor_named(options.behalf, command="export", at=at)
    reason = "" if options.without_personal else "lệnh nenep export trên máy chủ"
    try:
        with path.open("xb") as target, behalf.acting(actor):
            path.chmod(0o600)
            counts = write_extract(target, code=options.code, reason=reason, actor=actor, at=at)
    except FileExistsError:
        raise CannotGoOn(f"Đã có {path}. Hãy chọn tên khác; tệp cũ không bị ghi đè.") from None
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    sys.stdout.write(f"✓ Đã ghi {path}: {said_of(counts)}.\n")
