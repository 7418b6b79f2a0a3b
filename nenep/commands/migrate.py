"""`nenep migrate`: bring the database to what the code says, as the owner of the tables."""

import argparse
import sys

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader

from nenep import VERSION
from nenep.access.install import install, installed_version, set_password
from nenep.commands.database import check_connection, connect_as_owner, password_of, role_of
from nenep.commands.failures import CannotGoOn
from nenep.commands.versions import is_newer
from nenep.core.production import role_reasons

EXAMPLES = """
  nenep migrate                     tạo hoặc nâng cấp; chạy lại bao nhiêu lần cũng được
  nenep migrate --reset-password    khi mật khẩu của vai trò trang web đã bị đổi
"""

_OWNER = """
SELECT current_user,
  has_schema_privilege(current_user, current_schema(), 'CREATE'),
  rolsuper OR rolcreaterole,
  EXISTS (SELECT 1 FROM pg_roles WHERE rolname = %s)
FROM pg_roles WHERE rolname = current_user
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whether the web role is to have the password of `DATABASE_URL` again."""
    parser.add_argument(
        "--reset-password",
        action="store_true",
        help="đặt lại mật khẩu của vai trò trang web theo DATABASE_URL, khi nó đã bị đổi",
    )


def run(options: argparse.Namespace) -> None:
    """Migrate, protect, and make sure that the web role can log in and is weak.

    Raises:
        CannotGoOn: the owner lacks a right, or the web role cannot log in or is too strong.
    """
    if options.reset_password:
        _reset_password()
    migrate()
    sys.stdout.write("✓ Cơ sở dữ liệu đã đúng với phiên bản này.\n")


def migrate() -> None:
    """Do it without a word; `restore` and `demo` need it too."""
    connect_as_owner()
    check_owner()
    _check_is_known()
    install(
        web_role=role_of(settings.DATABASE_URL), web_password=password_of(settings.DATABASE_URL)
    )
    connection.close()
    _check_web_role()


def _reset_password() -> None:
    """Undo what PostgreSQL lets every role do: change its own password.

    Raises:
        CannotGoOn: `DATABASE_URL` names no password, or the owner did not make the role.
    """
    connect_as_owner()
    role, password = role_of(settings.DATABASE_URL), password_of(settings.DATABASE_URL)
    if not role or not password:
        raise CannotGoOn("DATABASE_URL không ghi vai trò và mật khẩu, nên không đặt lại được.")
    try:
        set_password(role, password)
    except ProgrammingError:
        raise CannotGoOn(
            f"Vai trò «{role}» chưa có, hoặc do người khác tạo nên không đặt lại mật khẩu được. Hãy "
            f"nhờ superuser chạy trong psql: \\password {role}"
        ) from None


def check_owner() -> None:
    """See whether the connected owner may do what `migrate` does.

    Raises:
        CannotGoOn: it may not, or no web role is named.
    """
    web_role = role_of(settings.DATABASE_URL)
    if not web_role:
        raise CannotGoOn(
            "DATABASE_URL chưa nêu vai trò của trang web. Hãy đặt đủ, ví dụ: "
            "postgresql://nenep_web:mật_khẩu@máy/nenep"
        )
    with connection.cursor() as cursor:
        cursor.execute(_OWNER, [web_role])
        owner, may_create, may_make_roles, web_role_exists = cursor.fetchone()
    if not may_create:
        raise CannotGoOn(
            f"Vai trò «{owner}» không được tạo bảng trong cơ sở dữ liệu này. Hãy cho vai trò ấy "
            f"làm chủ: ALTER DATABASE … OWNER TO {owner}."
        )
    if not web_role_exists and not may_make_roles:
        raise CannotGoOn(
            f"Chưa có vai trò «{web_role}» và «{owner}» không được tạo vai trò. Hãy tạo giúp: "
            f"CREATE ROLE {web_role} LOGIN PASSWORD '…'; "
            f"hoặc cho phép: ALTER ROLE {owner} CREATEROLE."
        )


def _check_is_known() -> None:
    """See that no other version of the code laid the tables: its steps are not here to build on."""
    if is_newer(version := installed_version()):
        raise CannotGoOn(
            f"Cơ sở dữ liệu do phiên bản {version} dựng, mới hơn chương trình này ({VERSION}). Hãy "
            f"cài phiên bản {version} hoặc mới hơn, hoặc khôi phục bản sao lưu của phiên bản này."
        )
    ours = unknown_steps()
    if ours:
        raise CannotGoOn(
            f"Cơ sở dữ liệu do một phiên bản khác dựng ({len(ours)} bước nâng cấp chưa biết). Hãy "
            "cài phiên bản ấy hoặc mới hơn; nếu là bản dùng thử thì `make clean` rồi `make run`."
        )


def unknown_steps() -> set[str]:
    """Return the product's migrations in the database that this program does not have."""
    loader = MigrationLoader(connection)
    unknown = set(loader.applied_migrations or {}) - set(loader.disk_migrations or {})
    return {f"{app}.{name}" for app, name in unknown if apps.is_installed(f"nenep.{app}")}


def _check_web_role() -> None:
    check_connection(settings.DATABASE_URL, "DATABASE_URL")
    with psycopg.connect(settings.DATABASE_URL) as web, web.cursor() as cursor:
        for reason in role_reasons(cursor):
            raise CannotGoOn(reason)
