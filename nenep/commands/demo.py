"""`nenep demo`: an invented commune to try the product with."""

import argparse
import sys
from collections.abc import Sequence

from django.conf import settings
from django.db import connection

from nenep.access.scope import scope
from nenep.commands.database import connect_as_owner
from nenep.commands.failures import CannotGoOn
from nenep.commands.migrate import migrate
from nenep.commands.progress import Steps
from nenep.core import clock
from nenep.demo import load as demo
from nenep.demo.commune import COMMUNE
from nenep.demo.stage import BUILDER, PASSWORD
from nenep.organisations.models import Organisation

EXAMPLES = """
  nenep demo                       dựng xã mẫu vào PostgreSQL đi kèm, nếu chưa có
  nenep demo --again               xóa xã mẫu đang có rồi dựng lại từ đầu (bản dùng thử: make run AGAIN=1)
  nenep demo --database thu_nghiem     máy chủ khác: gọi đúng tên cơ sở dữ liệu
"""

# The superuser of the server that `make run` starts; see tools/server.py.
_EMBEDDED_SUPERUSER = "nenep_server"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where, and whether to begin anew."""
    parser.add_argument("--again", action="store_true", help="xóa xã mẫu đang có rồi dựng lại")
    parser.add_argument(
        "--database", metavar="TÊN", help="tên cơ sở dữ liệu, khi không phải PostgreSQL đi kèm"
    )


def run(options: argparse.Namespace) -> None:
    """Load the demo unless it is there, and print who may log in.

    Raises:
        CannotGoOn: this is no trial, another database, or data that are not the demo's.
    """
    _check_place(options.database)
    if options.again:
        _empty()
    if demo.is_loaded():
        _check_is_demo()
        _print(demo.log_ins())
        return
    with Steps(unit="bước") as steps:
        log_ins = demo.load(at=clock.now(), progress=steps)
    _print(log_ins)


def _check_place(named: str | None) -> None:
    if not settings.TRIAL:
        raise CannotGoOn("Xã mẫu chỉ dựng trong bản dùng thử (make run), không khi chạy thật.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_database(), EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)",
            [_EMBEDDED_SUPERUSER],
        )
        name, is_embedded = cursor.fetchone()
    if named != name and (named is not None or not is_embedded):
        raise CannotGoOn(
            f"Đây là cơ sở dữ liệu «{name}», không phải PostgreSQL đi kèm. Nếu đúng là muốn dựng "
            f"xã mẫu vào đó: nenep demo --database {name}"
        )


def _check_is_demo() -> None:
    if COMMUNE not in _codes():
        raise CannotGoOn("Đã có dữ liệu không phải của xã mẫu. Không dựng xã mẫu đè lên dữ liệu.")


def _check_nobody_else_is_in() -> None:
    """The web process and the worker would lose their tables under their feet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            " AND backend_type = 'client backend'"
        )
        if cursor.fetchone() != (0,):
            raise CannotGoOn(
                "Trang web hoặc tiến trình nền đang dùng cơ sở dữ liệu này. "
                "Hãy dừng chúng rồi làm lại; với bản dùng thử: Ctrl-C rồi make run AGAIN=1."
            )


def _codes() -> Sequence[str]:
    with scope(BUILDER):
        return list(Organisation.objects.values_list("code", flat=True))


def _empty() -> None:
    """Drop everything of a database that holds the demo, and migrate anew."""
    if demo.is_loaded():
        _check_is_demo()
    _check_nobody_else_is_in()
    web = dict(connection.settings_dict)
    connect_as_owner()
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    migrate()
    connection.close()
    connection.settings_dict.update(web)


def _print(log_ins: Sequence[demo.LogIn]) -> None:
    width = max(len(one.role) for one in log_ins)
    sys.stdout.write(f"Đăng nhập thử (mật khẩu của mọi người: {PASSWORD}):\n")
    for one in log_ins:
        sys.stdout.write(f"  {one.role:<{width}}  {one.login}\n")
