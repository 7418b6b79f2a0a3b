"""Messages outside: settings, what their names tell, and whether the mail server answers."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from nenep.commands.examinations import Finding
from nenep.notices import post
from nenep.notices.rules import telling_words

_KINDS = ("starttls", "tls", "none")


def examine() -> Iterator[Finding]:
    """Look at the settings of messages; nothing where none are sent."""
    given = [name for name in ("MAIL_HOST", "MAIL_FROM") if getattr(settings, name)]
    if not given:
        yield Finding(True, "Không gửi thư báo ra ngoài (chưa đặt MAIL_HOST)")
        return
    missing = [
        name for name in ("MAIL_HOST", "MAIL_FROM", "SITE_URL") if not getattr(settings, name)
    ]
    if missing:
        yield Finding(
            False,
            f"Thư báo: thiếu {', '.join(missing)}, nên không gửi gì",
            "Đặt đủ MAIL_HOST, MAIL_FROM và SITE_URL, hoặc bỏ hết.",
        )
        return
    yield _form()
    told = telling_words(" ".join((settings.SITE_URL, settings.MAIL_FROM, settings.MAIL_SENDER)))
    yield Finding(
        not told,
        "Tên gửi thư và địa chỉ trang" + (f": có chữ {', '.join(told)}" if told else " trung tính"),
        "Thư ra ngoài không nên cho biết người nhận là đảng viên. Hãy chọn SITE_URL, MAIL_FROM, "
        "MAIL_SENDER không nhắc đến Đảng hay chi bộ.",
    )
    failure = post.reachable()
    yield Finding(
        not failure,
        "Máy chủ thư trả lời" if not failure else f"Máy chủ thư không nhận ({failure})",
        "Hãy xem MAIL_HOST, MAIL_PORT, MAIL_SECURITY, MAIL_USER và MAIL_PASSWORD.",
    )


def _form() -> Finding:
    local, _, domain = post.sender().rpartition("@")
    site = urlsplit(settings.SITE_URL)
    reasons = []
    if not local or not domain:
        reasons.append("MAIL_FROM không phải một địa chỉ thư")
    if settings.MAIL_SECURITY not in _KINDS:
        reasons.append(f"MAIL_SECURITY phải là {', '.join(_KINDS)}")
    if site.scheme != "https" and not settings.TRIAL:
        reasons.append("SITE_URL phải bắt đầu bằng https://")
    return Finding(
        not reasons,
        "Cấu hình thư báo" + (f": {'; '.join(reasons)}" if reasons else ""),
        "Sửa trong tệp biến môi trường rồi khởi động lại.",
    )
