"""Connections of the commands: as the owner of the tables, or as the web role."""

from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connection

from nenep import settings as nenep_settings
from nenep.commands.failures import CannotGoOn

OLDEST_SERVER = 15
_EXAMPLE = "postgresql://nenep_owner:mật_khẩu@máy/nenep"


def connect_as_owner() -> None:
    """Let Django's connection of this process be that of `DATABASE_OWNER_URL`.

    Raises:
        CannotGoOn: it is not set, the server does not answer or is too old, or it is the
            web role.
    """
    url = settings.DATABASE_OWNER_URL
    if not url:
        raise CannotGoOn(
            "Chưa đặt DATABASE_OWNER_URL (vai trò chủ của các bảng), nên lệnh này không chạy được. "
            f"Hãy đặt, ví dụ: {_EXAMPLE}"
        )
    if role_of(url) and role_of(url) == role_of(settings.DATABASE_URL):
        raise CannotGoOn(
            f"DATABASE_URL và DATABASE_OWNER_URL cùng là vai trò «{role_of(url)}». Trang web phải "
            "có vai trò riêng, không phải chủ của các bảng. Hãy đổi vai trò trong DATABASE_URL."
        )
    check_connection(url, "DATABASE_OWNER_URL")
    connection.close()
    # Django's own form; what a setting leaves out keeps its default.
    values: dict[str, Any] = nenep_settings.database(url)
    connection.settings_dict.update(values)


def check_connection(url: str, name: str) -> None:
    """Connect once, to say clearly what is wrong.

    Args:
        name: of the environment variable that holds the URL.

    Raises:
        CannotGoOn: the server does not answer, refuses the role, or is older than 15.
    """
    try:
        with psycopg.connect(url, connect_timeout=10) as attempt:
            version = attempt.info.server_version // 10_000
            encoding = attempt.info.parameter_status("server_encoding")
    except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
        # Nothing was asked yet, so the words speak of server, role and database only.
        raise CannotGoOn(
            f"Không kết nối được PostgreSQL theo {name} (vai trò «{role_of(url)}»): "
            f"{_first_line(error)}. Hãy kiểm tra máy chủ có đang chạy, vai trò, mật khẩu và tên "
            "cơ sở dữ liệu."
        ) from None
    if version < OLDEST_SERVER:
        raise CannotGoOn(
            f"PostgreSQL {version} quá cũ; Nền Nếp cần bản {OLDEST_SERVER} trở lên. "
            "Hãy nâng cấp máy chủ PostgreSQL."
        )
    if encoding != "UTF8":
        raise CannotGoOn(
            f"Cơ sở dữ liệu dùng bảng mã {encoding}; tiếng Việt cần UTF8. Hãy tạo lại: "
            "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0."
        )


def role_of(url: str) -> str:
    """Return the role a connection URL names, or an empty text."""
    return str(nenep_settings.database(url)["USER"]) if urlsplit(url).scheme else ""


def password_of(url: str) -> str:
    """Return the password a connection URL carries, or an empty text."""
    return str(nenep_settings.database(url)["PASSWORD"])


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
