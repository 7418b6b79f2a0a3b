"""The server: version, clock, what it writes into its log, migrations, roles."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from nenep import VERSION
from nenep.access.install import foreign_defaults, installed_version
from nenep.commands.database import OLDEST_SERVER, check_connection, role_of
from nenep.commands.examinations import Finding, log_archive
from nenep.commands.failures import CannotGoOn
from nenep.commands.migrate import unknown_steps
from nenep.commands.versions import is_newer, numbers
from nenep.core.production import role_reasons

_MOST_APART = timedelta(seconds=5)
_QUIET = ("log", "fatal", "panic")
_LOCKED_OUT = (
    "Hãy sửa DATABASE_URL rồi chạy `nenep migrate`; nếu mật khẩu của vai trò đã bị đổi trong cơ sở "
    "dữ liệu thì `nenep migrate --reset-password`."
)
_LOGGING = """
SELECT current_setting('log_min_messages'), current_setting('log_min_error_statement'),
  current_setting('log_error_verbosity'), current_setting('log_statement'),
  current_setting('log_min_duration_statement')
"""


def examine() -> Iterator[Finding]:
    """Look at the server; connected as the owner."""
    version = int(connection.pg_version)  # type: ignore[attr-defined]
    yield Finding(
        version // 10_000 >= OLDEST_SERVER,
        f"PostgreSQL {version // 10_000}.{version % 10_000}",
        f"Cần PostgreSQL {OLDEST_SERVER} trở lên.",
    )
    yield _upgraded()
    with connection.cursor() as cursor:
        yield _clock(cursor)
        yield _log(cursor)
        yield log_archive.finding(log_archive.LogArchive.of(cursor))
    yield from _web_role()
    yield _defaults()


def _upgraded() -> Finding:
    """Say by which version the database was laid, and whether it has every step of this one."""
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    version, unknown = installed_version(), unknown_steps()
    whose = f"phiên bản {version}" if version else "phiên bản trước 0.2.0"
    words = f"Cơ sở dữ liệu do {whose} dựng"
    if is_newer(version) or unknown:
        return Finding(
            False,
            f"{words}, có {len(unknown)} bước nâng cấp mà chương trình này ({VERSION}) không có",
            f"Hãy cài đúng {whose} hoặc mới hơn; phiên bản này không dùng được với dữ liệu ấy.",
        )
    if waiting or numbers(version) < numbers(VERSION):
        left = f"còn {waiting} bước nâng cấp" if waiting else "chưa chạy migrate của phiên bản này"
        return Finding(False, f"{words}, {left} để lên {VERSION}", "Hãy chạy `nenep migrate`.")
    return Finding(True, f"{words}, đủ mọi bước nâng cấp")


def _defaults() -> Finding:
    """Whether the web role has its time-outs and no setting that nobody here gave it."""
    role = role_of(settings.DATABASE_URL)
    foreign = foreign_defaults(role)
    wanted = ", ".join(f"{name} = {value}" for name, value in settings.DATABASE_TIMEOUTS.items())
    return Finding(
        not foreign,
        f"Cài đặt riêng của vai trò «{role}»"
        + (f": thiếu hoặc lạ ở {', '.join(foreign)}" if foreign else ""),
        f"Hãy chạy `nenep migrate`; nếu vẫn vậy, nhờ superuser: ALTER ROLE {role} RESET ALL (cả "
        f"IN DATABASE), rồi ALTER ROLE {role} SET từng mục: {wanted}.",
    )


def _clock(cursor: Any) -> Finding:
    cursor.execute("SELECT clock_timestamp()")
    apart = abs(cursor.fetchone()[0] - timezone.now())
    return Finding(
        apart <= _MOST_APART,
        f"Đồng hồ máy này và máy chủ lệch {apart.total_seconds():.1f} giây".replace(".", ","),
        "Hãy bật đồng bộ giờ (chrony hoặc systemd-timesyncd) trên cả hai máy.",
    )


def _log(cursor: Any) -> Finding:
    cursor.execute(_LOGGING)
    messages, statements, verbosity, statement, duration = cursor.fetchone()
    errors_are_quiet = messages in _QUIET or (statements in _QUIET and verbosity == "terse")
    return Finding(
        errors_are_quiet and statement in ("none", "ddl") and duration == "-1",
        "Nhật ký của PostgreSQL không ghi nội dung câu lệnh và dòng dữ liệu",
        "Trong postgresql.conf: log_min_messages = log, log_error_verbosity = terse, "
        "log_statement = none, log_min_duration_statement = -1 (docs/operations.md).",
    )


def _web_role() -> Iterator[Finding]:
    try:
        check_connection(settings.DATABASE_URL, "DATABASE_URL")
        with psycopg.connect(settings.DATABASE_URL) as web, web.cursor() as cursor:
            reasons = list(role_reasons(cursor))
    except CannotGoOn as refusal:
        yield Finding(False, str(refusal), _LOCKED_OUT)
        return
    yield Finding(
        not reasons,
        reasons[0] if reasons else "Vai trò của trang web: đăng nhập được, không có quyền thừa",
        "Hãy đặt vai trò riêng trong DATABASE_URL rồi chạy `nenep migrate`.",
    )
