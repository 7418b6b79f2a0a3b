"""What the web process refuses to start with: settings that are not for production, a role too strong.

`nenep serve` asks before it starts, `nenep.web.wsgi` asks in every process however it was
started, and `django check --deploy --database default` says the same.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.db import DatabaseError, OperationalError, connection

from nenep.core.logs import SafeToLog

SHORTEST_SECRET = 32
_WAIT_SECONDS = 2.0

# Whatever a role may become counts, also where it must first say SET ROLE.
_ROLE = """
SELECT current_user, bool_or(one.rolsuper), bool_or(one.rolbypassrls),
       bool_or(one.rolcreaterole OR one.rolreplication)
FROM pg_roles one
WHERE pg_has_role(session_user, one.oid, 'MEMBER') OR pg_has_role(current_user, one.oid, 'MEMBER')
"""
_OWNED = """
SELECT owner.rolname, bool_or(thing.owner IN (session_user::regrole, current_user::regrole))
FROM (
  SELECT relowner AS owner, relnamespace AS schema FROM pg_class
  UNION ALL SELECT proowner, pronamespace FROM pg_proc
  UNION ALL SELECT nspowner, oid FROM pg_namespace
  UNION ALL SELECT datdba, 'public'::regnamespace FROM pg_database
    WHERE datname = current_database()
) AS thing
JOIN pg_roles owner ON owner.oid = thing.owner
JOIN pg_namespace ON pg_namespace.oid = thing.schema
WHERE nspname NOT IN ('pg_catalog', 'information_schema') AND nspname NOT LIKE 'pg\\_toast%%'
  AND nspname NOT LIKE 'pg\\_temp%%'
  AND (pg_has_role(session_user, thing.owner, 'MEMBER')
       OR pg_has_role(current_user, thing.owner, 'MEMBER'))
GROUP BY 1 ORDER BY 2 DESC LIMIT 1
"""
_WAY_OUT = (
    "Hãy đặt trong DATABASE_URL một vai trò riêng cho trang web rồi chạy `nenep migrate`, "
    "lệnh đó tạo vai trò ấy với đúng những quyền cần thiết."
)


class UnsafeStart(SafeToLog):
    """The web process does not start; its words say why and what to do."""


def refuse_unsafe_start() -> None:
    """Go on only with safe settings, a weak role, and every migration applied.

    Raises:
        UnsafeStart: the first reason found.
    """
    for reason in (*settings_reasons(), *database_reasons()):
        raise UnsafeStart(reason)


def is_away() -> bool:
    """Whether the database does not answer just now, though its address may well be right.

    A role, password or database that is wrong, and a socket's folder that does not exist, are
    no reason to wait.
    """
    host = str(connection.settings_dict.get("HOST") or "")
    if host.startswith("/") and not Path(host).is_dir():
        return False
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
    try:
        connection.ensure_connection()
    except OperationalError as error:
        connection.close()
        state = getattr(error.__cause__, "sqlstate", None)
        # Without a state nobody answered; a server that is full or starting says so.
        return (state is None and not _is_refused(error)) or state in ("53300", "57P03")
    return False


def _is_refused(error: Exception) -> bool:
    # libpq keeps no state of an answer it got before the session was open, only its words.
    words = str(error)
    return "FATAL" in words and not any(
        one in words for one in ("starting up", "shutting down", "too many", "recovery")
    )


def wait_for_database(tell: Callable[[], None], *, stop: Callable[[float], bool]) -> None:
    """Return once the database answers, or there is no use in waiting.

    Args:
        tell: called once, before the first wait.
        stop: waits some seconds, and says whether waiting is over.
    """
    is_told = False
    while is_away():
        if not is_told:
            tell()
            is_told = True
        if stop(_WAIT_SECONDS):
            return


def settings_reasons() -> Iterator[str]:
    """Yield why the settings are not for production; none in a trial."""
    if settings.TRIAL:
        return
    if settings.SECRET_KEY == settings.DEFAULT_SECRET:
        yield (
            "Chưa đặt SECRET_KEY: đang dùng khóa mặc định ai cũng biết. Hãy tạo một khóa riêng: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    elif len(settings.SECRET_KEY) < SHORTEST_SECRET:
        yield (
            f"SECRET_KEY mới có {len(settings.SECRET_KEY)} ký tự, dễ bị dò. "
            f"Cần ít nhất {SHORTEST_SECRET} ký tự ngẫu nhiên."
        )
    if settings.DEBUG:
        yield "Đang bật DEBUG=1: trang lỗi sẽ phơi dữ liệu. Hãy bỏ DEBUG khi chạy thật."


def database_reasons() -> Iterator[str]:
    """Yield why the role of `DATABASE_URL` or the database will not do."""
    try:
        with connection.cursor() as cursor:
            yield from role_reasons(cursor)
        yield from _migration_reasons()
    except DatabaseError:
        yield (
            "Không hỏi được cơ sở dữ liệu theo DATABASE_URL. Hãy kiểm tra PostgreSQL có đang chạy, "
            "địa chỉ, vai trò và mật khẩu; rồi chạy `nenep migrate`."
        )


def role_reasons(cursor: Any) -> Iterator[str]:
    """Yield why the role of a connection is too strong for the web process.

    Args:
        cursor: of the connection to judge.
    """
    cursor.execute(_ROLE)
    name, is_superuser, bypasses, manages = cursor.fetchone()
    if is_superuser:
        yield f"Vai trò «{name}» là superuser hoặc có thể trở thành superuser. {_WAY_OUT}"
        return
    if bypasses:
        yield f"Vai trò «{name}» được bỏ qua chính sách bảo vệ dữ liệu (BYPASSRLS). {_WAY_OUT}"
    cursor.execute(_OWNED)
    for owner, is_own in cursor.fetchall():
        if is_own:
            yield f"Vai trò «{name}» là chủ của bảng hoặc cơ sở dữ liệu. {_WAY_OUT}"
        else:
            yield f"Vai trò «{name}» là thành viên của «{owner}», chủ của các bảng. {_WAY_OUT}"
    if manages:
        yield f"Vai trò «{name}» được tạo vai trò hoặc sao chép máy chủ. {_WAY_OUT}"


def _migration_reasons() -> Iterator[str]:
    from django.db.migrations.executor import MigrationExecutor  # it needs the apps

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield f"Cơ sở dữ liệu còn thiếu {len(waiting)} bước nâng cấp. Hãy chạy `nenep migrate`."


@checks.register(checks.Tags.security, deploy=True)
def check_settings(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001
    **options: Any,  # noqa: ARG001
) -> list[checks.CheckMessage]:
    """Say to Django's `check --deploy` what `serve` would refuse."""
    return [checks.Critical(reason, id="nenep.E001") for reason in settings_reasons()]


@checks.register(checks.Tags.database)
def check_database(
    app_configs: Sequence[AppConfig] | None,  # noqa: ARG001
    databases: Sequence[str] | None = None,
    **options: Any,  # noqa: ARG001
) -> list[checks.CheckMessage]:
    """Say to Django's `check --database default` what `serve` would refuse."""
    if not databases:
        return []
    return [checks.Critical(reason, id="nenep.E002") for reason in database_reasons()]
