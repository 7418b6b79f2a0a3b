"""`nenep create-admin`: the first account of an installation."""

import argparse
import sys

from nenep.accounts import actions as accounts
from nenep.accounts import rules
from nenep.core import clock

EXAMPLES = """
  nenep create-admin quantri     in mã dùng một lần để người ấy tự đặt mật khẩu
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The log-in name."""
    parser.add_argument(
        "name", metavar="TÊN", help="tên đăng nhập: chữ thường không dấu, số, dấu chấm"
    )


def run(options: argparse.Namespace) -> None:
    """Open the account and print its slip.

    Raises:
        CannotOpenAccount: the name is taken or has another form.
    """
    login = rules.typed_login(options.name)
    code = accounts.create_administrator(login=login, at=clock.now())
    sys.stdout.write(
        f"✓ Đã mở tài khoản quản trị «{login}».\n"
        f"  Mã đặt mật khẩu (dùng một lần, trong {rules.SLIP_DAYS} ngày): {code}\n"
        "  Hãy mở trang đăng nhập, chọn «Dùng phiếu» và nhập mã này. Mã không hiện lại lần nữa.\n"
    )
