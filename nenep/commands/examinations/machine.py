"""The machine and the settings; nothing of the database."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

from nenep import VERSION
from nenep.commands.examinations import Finding, mail
from nenep.core.formats import number
from nenep.core.production import settings_reasons
from nenep.documents.pdf import FONTS
from nenep.web.files import prepared_folder

OLDEST_PYTHON = (3, 11)
_LEAST_FREE = 2_000_000_000


def examine() -> Iterator[Finding]:
    """Look at Python, settings, disk, time zone and fonts."""
    yield Finding(True, f"Nền Nếp phiên bản {VERSION}")
    yield Finding(
        sys.version_info[:2] >= OLDEST_PYTHON,
        f"Python {platform.python_version()}",
        "Cần Python 3.11 trở lên.",
    )
    yield from _settings()
    yield from mail.examine()
    yield from _addresses()
    yield from _files()
    yield _time_zone()
    yield _packages()
    yield _static_files()


def _settings() -> Iterator[Finding]:
    reasons = list(settings_reasons())
    for reason in reasons:
        yield Finding(False, reason, "Sửa trong tệp biến môi trường rồi khởi động lại.")
    if not reasons:
        kind = "bản dùng thử" if settings.TRIAL else f"SECRET_KEY {len(settings.SECRET_KEY)} ký tự"
        yield Finding(True, f"Cấu hình an toàn ({kind})")


def _addresses() -> Iterator[Finding]:
    """Look at the names the pages answer to, and at the one people are told."""
    yield Finding(
        not any(host.startswith("*") for host in settings.ALLOWED_HOSTS),
        f"ALLOWED_HOSTS: {', '.join(settings.ALLOWED_HOSTS) or 'chưa đặt'}",
        "Dấu * nhận mọi tên máy: kẻ khác giả được địa chỉ trên phiếu in. Hãy ghi đúng tên trang.",
    )
    if not settings.TRIAL and settings.SITE_URL:
        yield Finding(
            settings.SITE_URL.startswith("https://"),
            f"SITE_URL {settings.SITE_URL}",
            "Địa chỉ trang phải bắt đầu bằng https://, nếu không mật khẩu đi qua mạng không mã hóa.",
        )


def _files() -> Iterator[Finding]:
    folder = settings.FILES_DIR
    is_there = folder.is_dir() and os.access(folder, os.R_OK | os.W_OK | os.X_OK)
    yield Finding(
        is_there,
        f"Thư mục tệp kèm theo {folder}" + ("" if is_there else ": không có, hoặc không ghi được"),
        "Hãy tạo thư mục FILES_DIR và cho tài khoản chạy trang web được ghi vào đó.",
    )
    place = folder if folder.is_dir() else settings.PROJECT_ROOT
    free = shutil.disk_usage(place).free
    yield Finding(
        free >= _LEAST_FREE,
        f"Đĩa của {place} còn trống {number(free // 1_000_000)} MB",
        "Hãy giải phóng chỗ trống: cần ít nhất 2.000 MB.",
    )


def _time_zone() -> Finding:
    try:
        offset = datetime(2026, 1, 1, tzinfo=ZoneInfo(settings.TIME_ZONE)).utcoffset()
    except ZoneInfoNotFoundError:
        offset = None
    return Finding(
        offset is not None and offset.total_seconds() == 7 * 3600,
        f"Múi giờ {settings.TIME_ZONE}",
        "Máy thiếu dữ liệu múi giờ. Hãy cài gói tzdata.",
    )


def _packages() -> Finding:
    fonts = any(FONTS.rglob("*.ttf"))
    missing = [name for name, folder in settings.STATICFILES_DIRS if not folder.is_dir()]
    if not fonts:
        missing.append("phông chữ của PDF")
    return Finding(
        not missing,
        "Phông chữ và gói giao diện" + (f": thiếu {', '.join(missing)}" if missing else ""),
        "Hãy chạy lại `npm ci --omit=dev --ignore-scripts` trong thư mục mã nguồn.",
    )


def _static_files() -> Finding:
    """Whether the files of this very release lie beside their compressed forms."""
    try:
        folder = prepared_folder()
    except FileNotFoundError as error:
        # Which package lacks it, the finding before this one says.
        return Finding(False, f"Tệp giao diện: thiếu {error}", "Hãy cài lại các gói giao diện.")
    missing = next((form for form in (".gz", ".br") if not any(folder.rglob(f"*{form}"))), "")
    return Finding(
        not missing,
        "Tệp giao diện: "
        + (f"chưa nén sẵn ({missing}), mỗi máy tải nhiều gấp mấy lần" if missing else "đã nén sẵn"),
        "Hãy chạy `python -m nenep.web.prepared` (dạng .br cần Node.js) rồi khởi động lại trang web; "
        "lần nâng cấp nào cũng vậy.",
    )
