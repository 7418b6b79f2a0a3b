"""What a command says when it fails: one sentence, never the words of an exception.

The words of a database error quote the row, those of others what somebody typed.
"""

import errno
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from nenep.core.errors import Refusal
from nenep.core.logs import diagnosis

_log = logging.getLogger("nenep.commands")


class CannotGoOn(Refusal):
    """A command stops, with the sentence for whoever typed it."""


class NotUnderstood(CannotGoOn):
    """What was typed names nothing: no such code, key, period or log-in. Exit code 2."""

    is_misuse = True


@contextmanager
def explained(command: str) -> Iterator[None]:
    """Turn whatever goes wrong in a command into a refusal with one sentence.

    Raises:
        Refusal: what the command itself refuses, or the sentence for an error.
    """
    try:
        yield
    except ImproperlyConfigured as error:
        raise CannotGoOn(f"Cấu hình chưa đúng: {error}") from None
    except DatabaseError as error:
        known = diagnosis(error)
        if known.get("sqlstate") is None:
            raise CannotGoOn(
                "Mất kết nối hoặc không kết nối được PostgreSQL. "
                "Hãy kiểm tra máy chủ có đang chạy và DATABASE_URL, rồi chạy lại."
            ) from None
        _log.error("command failed", exc_info=True, extra={"command": command})
        raise CannotGoOn(
            f"Cơ sở dữ liệu từ chối (mã {known['sqlstate']}"
            + (f", ràng buộc {known['constraint']}" if "constraint" in known else "")
            + "). Chạy `nenep doctor` để xem nguyên nhân."
        ) from None
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise CannotGoOn(_about_file(error)) from None
    except (Refusal, KeyboardInterrupt, SystemExit):
        raise
    except Exception as error:
        _log.exception("command failed", extra={"command": command})
        raise CannotGoOn(
            f"Lỗi ngoài dự kiến trong chương trình ({type(error).__name__}, {_place()}). "
            "Hãy báo cho người phụ trách dự án kèm dòng này."
        ) from None


def _about_file(error: OSError) -> str:
    where = error.filename or "tệp"
    if error.errno == errno.ENOSPC:
        return f"Đĩa đã đầy khi ghi {where}. Hãy giải phóng chỗ trống rồi chạy lại."
    if isinstance(error, FileNotFoundError):
        return f"Không thấy {where}. Hãy kiểm tra lại đường dẫn."
    if isinstance(error, FileExistsError):
        return f"Đã có {where}. Hãy chọn tên khác."
    if isinstance(error, PermissionError):
        return f"Không được phép đọc hoặc ghi {where}. Hãy kiểm tra quyền của tệp và thư mục."
    return f"Không đọc hoặc ghi được {where} ({errno.errorcode.get(error.errno or 0, '?')})."


def _place() -> str:
    frame = traceback.extract_tb(sys.exc_info()[2])[-1]
    return f"{frame.filename.rpartition('/')[2]}:{frame.lineno}"
