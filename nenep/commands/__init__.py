"""The commands of `nenep`: a file each, with `EXAMPLES`, `arguments(parser)` and `run(options)`.

`run` returns an exit code or nothing; it refuses by raising a `Refusal`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A command's file in this package, and what it is for in one Vietnamese line."""

    module: str
    help: str


COMMANDS = {
    "serve": Command("serve", "Chạy trang web."),
    "work": Command("work", "Chạy các việc nền: báo họp, việc hằng ngày."),
    "migrate": Command("migrate", "Tạo hoặc nâng cấp bảng, vai trò, chính sách bảo vệ dữ liệu."),
    "create-admin": Command("create_admin", "Mở tài khoản quản trị, in phiếu mật khẩu một lần."),
    "print-slip": Command("print_slip", "In phiếu mật khẩu một lần cho một đảng viên theo mã."),
    "template": Command("template", "Ghi sổ Excel mẫu (trống) để nhập dữ liệu."),
    "import": Command("import_workbook", "Xem trước hoặc nạp một sổ Excel."),
    "demo": Command("demo", "Dựng xã mẫu để dùng thử."),
    "report": Command("report", "Ghi báo cáo tháng của các chi bộ ra Excel hoặc Word."),
    "workdays": Command("workdays", "Ngày làm việc: ngày nào nghỉ, hạn mấy ngày làm việc."),
    "verify-book": Command("verify_book", "Kiểm tra niêm phong sổ biên bản của một chi bộ."),
    "backup": Command("backup", "Sao lưu toàn bộ dữ liệu vào một tệp."),
    "restore": Command("restore", "Khôi phục một bản sao lưu vào máy chủ trống."),
    "doctor": Command("doctor", "Khám: máy chủ, quyền, chính sách, việc nền, sao lưu."),
    "django": Command("django_command", "Lệnh của Django, dành cho người phát triển."),
}
