"""The commands of `nenep`: a file each, with `EXAMPLES`, `arguments(parser)` and `run(options)`.

`run` returns an exit code or nothing; it refuses by raising a `Refusal`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class ConsoleCommand:
    """A command's file in this package, and what it is for in one Vietnamese line."""

    module: str
    help: str


COMMANDS = {
    "serve": ConsoleCommand("serve", "Chạy trang web."),
    "work": ConsoleCommand("work", "Chạy các việc nền: báo họp, việc hằng ngày."),
    "migrate": ConsoleCommand(
        "migrate", "Tạo hoặc nâng cấp bảng, vai trò, chính sách bảo vệ dữ liệu."
    ),
    "create-admin": ConsoleCommand(
        "create_admin", "Mở tài khoản quản trị, in phiếu mật khẩu một lần."
    ),
    "print-slip": ConsoleCommand(
        "print_slip", "In phiếu mật khẩu một lần cho một đảng viên theo mã."
    ),
    "template": ConsoleCommand("template", "Ghi sổ Excel mẫu (trống) để nhập dữ liệu."),
    "import": ConsoleCommand("import_workbook", "Xem trước hoặc nạp một sổ Excel."),
    "export": ConsoleCommand("export", "Ghi dữ liệu hôm nay của một đơn vị ra sổ Excel."),
    "demo": ConsoleCommand("demo", "Dựng xã mẫu để dùng thử."),
    "report": ConsoleCommand("report", "Ghi báo cáo tháng của các chi bộ ra Excel hoặc Word."),
    "figures": ConsoleCommand(
        "figures", "In số liệu của một tổ chức trong một kỳ, các dòng, thứ hạng."
    ),
    "workdays": ConsoleCommand("workdays", "Ngày làm việc: ngày nào nghỉ, hạn mấy ngày làm việc."),
    "verify-book": ConsoleCommand("verify_book", "Kiểm tra niêm phong sổ biên bản của một chi bộ."),
    "backup": ConsoleCommand("backup", "Sao lưu toàn bộ dữ liệu vào một tệp."),
    "restore": ConsoleCommand("restore", "Khôi phục một bản sao lưu vào máy chủ trống."),
    "doctor": ConsoleCommand("doctor", "Khám: máy chủ, quyền, chính sách, việc nền, sao lưu."),
    "django": ConsoleCommand("django_command", "Lệnh của Django, dành cho người phát triển."),
}
