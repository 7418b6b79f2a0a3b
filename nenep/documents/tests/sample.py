"""Two sample documents of an invented cell; test data only, the real builders are in meetings."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from nenep.documents.layout import DocumentLayout
from nenep.documents.structure import (
    Alignment,
    Appendix,
    Emphasis,
    Heading,
    IssuingBody,
    Items,
    KeyValue,
    OfficialDocument,
    Paragraph,
    PrintedColumn,
    PrintedTable,
    SignaturePlace,
    Verification,
)

LAYOUT_2026: dict[str, Any] = {
    "margin_top_mm": 20,
    "margin_bottom_mm": 20,
    "margin_left_mm": 30,
    "margin_right_mm": 15,
    "font": "Times New Roman",
    "body_size_pt": 14,
    "line_spacing_pt": 18,
    "first_line_indent_mm": 10,
    "motto_size_pt": 15,
    "recipients_size_pt": 12,
    "abstract_of_letter_size_pt": 12,
    "page_number_from_page": 2,
    "end_mark": ".",
    "signature_of_cell": "T/M CHI BỘ",
    "tone_style": "new",
}
CREATED_AT = datetime(2026, 12, 3, 14, 5, tzinfo=UTC)
CELL = IssuingBody("Đảng bộ xã Bản Mây", "Chi bộ bản Nà Hin", "Số 12-NQ/CB")
CODE = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
CENTRE, RIGHT = Alignment.CENTRE, Alignment.RIGHT

_FAMILIES = ("Lò", "Hoàng", "Nguyễn", "Vàng", "Giàng")
_MIDDLES = ("Thị", "Văn", "A", "Thị Thanh", "Đức", "Xuân")
_NAMES = ("Ánh", "Bình", "Chư", "Dũng", "Đoàn", "Hợp", "Huệ", "Khuyên", "Lử", "Nghĩa", "Phượng")


def a_layout(**changes: Any) -> DocumentLayout:
    """The layout of 2026 with some values changed."""
    return DocumentLayout.from_mapping(LAYOUT_2026 | changes)


def a_document(*blocks: Any, **changes: Any) -> OfficialDocument:
    """A small resolution with the given body."""
    values: dict[str, Any] = {
        "organisation": CELL,
        "place": "Bản Mây",
        "issued_on": date(2026, 12, 3),
        "type_name": "Nghị quyết",
        "abstract": "lãnh đạo thực hiện nhiệm vụ tháng 12 năm 2026",
        "body": blocks or (Paragraph("Chi bộ thống nhất nội dung nghị quyết."),),
        "signatures": (SignaturePlace("T/M CHI BỘ", "Lò Thị Thanh Huệ", "Bí thư"),),
        "created_at": CREATED_AT,
    }
    return OfficialDocument(**values | changes)


def a_roll_call(count: int) -> PrintedTable:
    """A roll call of so many invented members."""
    states = ("Có mặt", "Có mặt", "Có mặt", "Đến muộn 19 giờ 45 phút", "Vắng có lý do")
    rows = tuple(
        (
            str(number + 1),
            f"{_FAMILIES[number % 5]} {_MIDDLES[number % 6]} {_NAMES[number % 11]}",
            "Dự bị" if number % 7 == 6 else "Chính thức",
            states[number % 5],
        )
        for number in range(count)
    )
    return PrintedTable(
        (
            PrintedColumn("STT", 1, CENTRE),
            PrintedColumn("Họ và tên", 5),
            PrintedColumn("Đảng viên", 2.5),
            PrintedColumn("Điểm danh", 4),
        ),
        rows,
    )


def minutes(members: int = 14) -> OfficialDocument:
    """Minutes of a regular meeting, with everything minutes can hold."""
    promises = PrintedTable(
        (
            PrintedColumn("STT", 1, CENTRE),
            PrintedColumn("Người thực hiện", 3.5),
            PrintedColumn("Việc và sản phẩm", 6),
            PrintedColumn("Hạn", 2.4, CENTRE),
        ),
        (
            (
                "1",
                "Hoàng Văn Bình",
                "Vận động 12 hộ làm chuồng kín tránh rét cho trâu, bò; danh sách hộ đã làm",
                "20/12/2026",
            ),
            (
                "2",
                "Nguyễn Thị Thanh Khuyên",
                "Rà soát hộ nghèo theo chuẩn mới; biểu tổng hợp gửi Đảng ủy xã",
                "25/12/2026",
            ),
            ("3", "Vàng A Chư", "Tu sửa 350 m đường nội bản; biên bản nghiệm thu", "28/12/2026"),
        ),
    )
    scores = PrintedTable(
        (
            PrintedColumn("Tiêu chí", 8),
            PrintedColumn("Điểm tối đa", 2, RIGHT),
            PrintedColumn("Điểm đạt", 2, RIGHT),
        ),
        (
            ("Thời gian, thời lượng sinh hoạt", "5", "5"),
            ("Tỷ lệ đảng viên tham gia (92,9 %)", "5", "5"),
            ("Chuẩn bị sinh hoạt", "10", "9"),
            ("Tiến hành sinh hoạt", "40", "36,5"),
            ("Thực hiện nguyên tắc tổ chức", "5", "5"),
            ("Kết quả thực hiện nghị quyết kỳ trước", "30", "27"),
            ("Kết thúc sinh hoạt", "5", "5"),
            ("Tổng cộng", "100", "92,5"),
        ),
    )
    return OfficialDocument(
        organisation=IssuingBody(CELL.superior, CELL.issuing, "Số 12-BB/CB"),
        place="Bản Mây",
        issued_on=date(2026, 12, 3),
        type_name="Biên bản",
        abstract="sinh hoạt chi bộ thường kỳ tháng 12 năm 2026",
        body=(
            KeyValue("Thời gian", "19 giờ 30 phút, thứ Năm, 03/12/2026"),
            KeyValue("Địa điểm", "Nhà văn hóa bản Nà Hin"),
            KeyValue("Chủ trì", "đồng chí Lò Thị Thanh Huệ, bí thư chi bộ"),
            KeyValue("Ghi biên bản", "đồng chí Giàng Đức Nghĩa, chi ủy viên"),
            KeyValue("Khách dự", "đồng chí Hoàng Xuân Phượng, cấp ủy viên phụ trách"),
            Heading(1, "Điểm danh"),
            Paragraph(
                f"Tổng số đảng viên: {members}; được triệu tập: {members}; có mặt: {members - 1}; "
                "vắng có lý do: 1; vắng không có lý do: 0."
            ),
            a_roll_call(members),
            Heading(1, "Nội dung"),
            Heading(2, "Kiểm điểm việc đã nhận ở kỳ trước"),
            Paragraph(
                "Đồng chí Vàng A Chư báo cáo đã nạo vét 1.460 m mương Nà Hin, vượt hạn 3 ngày "
                "vì mưa. Chi bộ ghi nhận, yêu cầu báo trước khi có khả năng chậm.\n"
                "Đồng chí Lò Văn Bình đề nghị bổ sung kinh phí mua ống dẫn nước."
            ),
            Heading(2, "Đánh giá công tác tháng 11 và thảo luận nhiệm vụ tháng 12"),
            Heading(3, "Ý kiến của đảng viên"),
            Items(
                (
                    "Đồng chí Nguyễn Thị Thanh Khuyên: hộ nghèo còn 18,9 %, giảm 2,8 điểm; đề nghị "
                    "phân công đảng viên theo từng hộ.",
                    "Đồng chí Giàng Đức Nghĩa: phòng, chống rét cho gia súc phải xong "
                    "trước 20/12/2026.",
                )
            ),
            Heading(3, "Kết luận của chủ trì"),
            Paragraph("Thống nhất ba việc trọng tâm nêu ở mục III."),
            Heading(2, "Biểu quyết"),
            PrintedTable(
                (
                    PrintedColumn("Nội dung", 6),
                    PrintedColumn("Có quyền", 1.6, RIGHT),
                    PrintedColumn("Tán thành", 1.6, RIGHT),
                    PrintedColumn("Không", 1.6, RIGHT),
                    PrintedColumn("Ý kiến khác", 1.6, RIGHT),
                ),
                (("Thông qua nghị quyết tháng 12", "12", "11", "0", "1"),),
            ),
            Heading(1, "Việc đã nhận"),
            promises,
            Heading(1, "Chấm điểm buổi sinh hoạt"),
            scores,
            Paragraph("Xếp mức: Tốt.", Emphasis.BOLD),
            Paragraph(
                "Biên bản đã được đọc trước chi bộ, các đảng viên nhất trí. "
                "Buổi sinh hoạt kết thúc lúc 21 giờ 05 phút cùng ngày./."
            ),
        ),
        signatures=(
            SignaturePlace("Người ghi biên bản", "Giàng Đức Nghĩa", remark="Đã ký lúc 21:20"),
            SignaturePlace("Chủ trì hội nghị", "Lò Thị Thanh Huệ", remark="Đã ký lúc 21:24"),
        ),
        created_at=CREATED_AT,
        verification=Verification(
            CODE,
            check_code="KWBR-H2B2-AYZY-2E0X",
            check_page="https://nenep.vi-du.vn/kiem-tra/",
        ),
        provisional=("Khung 100 điểm của buổi sinh hoạt: chưa đối chiếu với văn bản gốc.",),
    )


def resolution() -> OfficialDocument:
    """A cell's monthly resolution in four parts."""
    results = PrintedTable(
        (
            PrintedColumn("Nhiệm vụ", 5),
            PrintedColumn("Lúc đầu tháng", 3.5),
            PrintedColumn("Kết quả", 3.5),
        ),
        (
            ("Nạo vét mương Nà Hin", "Chưa làm", "Xong 1.460 m, chậm 3 ngày"),
            ("Thu đảng phí quý IV", "9/14 đảng viên", "14/14 đảng viên"),
            (
                "Giới thiệu quần chúng ưu tú học lớp bồi dưỡng nhận thức về Đảng",
                "1 quần chúng",
                "2 quần chúng, đã gửi hồ sơ lên Đảng ủy xã",
            ),
        ),
    )
    return OfficialDocument(
        organisation=CELL,
        place="Bản Mây",
        issued_on=date(2026, 12, 3),
        type_name="Nghị quyết",
        abstract="lãnh đạo thực hiện nhiệm vụ tháng 12 năm 2026",
        body=(
            Paragraph(
                "Ngày 03/12/2026, tại nhà văn hóa bản Nà Hin, Chi bộ họp thường kỳ. Tổng số 14 "
                "đảng viên; có mặt 13; vắng có lý do 1. Chủ trì: đồng chí Lò Thị Thanh Huệ. Sau "
                "khi nghe báo cáo và thảo luận,"
            ),
            Paragraph("CHI BỘ QUYẾT NGHỊ", Emphasis.BOLD, centred=True),
            Heading(1, "Kết quả tháng 11"),
            Heading(2, "Công tác chính trị, tư tưởng"),
            Paragraph("Đảng viên ổn định tư tưởng, tin tưởng vào sự lãnh đạo của Đảng."),
            Heading(2, "Lãnh đạo thực hiện nhiệm vụ"),
            Heading(3, "Phát triển kinh tế"),
            Paragraph("Gieo 5,5 ha chè mới, đạt 110 % kế hoạch."),
            Heading(3, "Quốc phòng, an ninh"),
            Paragraph("Không có vụ việc phức tạp trên địa bàn."),
            Heading(2, "Kết quả thực hiện nghị quyết tháng trước"),
            results,
            Heading(2, "Khuyết điểm và nguyên nhân"),
            Paragraph("Một việc chậm hạn do mưa kéo dài; người nhận việc báo cáo muộn."),
            Heading(1, "Nhiệm vụ tháng 12"),
            Items(
                (
                    "Đồng chí Hoàng Văn Bình vận động 12 hộ làm chuồng kín; xong trước 20/12/2026; "
                    "báo cáo tại kỳ sinh hoạt tháng 01 năm 2027.",
                    "Đồng chí Nguyễn Thị Thanh Khuyên rà soát hộ nghèo; xong trước 25/12/2026; "
                    "báo cáo tại kỳ sinh hoạt tháng 01 năm 2027.",
                ),
                numbered=True,
            ),
            Heading(1, "Tổ chức thực hiện"),
            Paragraph("Chi ủy phân công, đôn đốc; mỗi đảng viên thực hiện việc được giao."),
            Heading(1, "Tự chấm điểm buổi sinh hoạt"),
            Paragraph("92,5 điểm, mức Tốt."),
            Paragraph("Nghị quyết được thông qua với 11/12 phiếu tán thành, đạt 91,7 %."),
        ),
        signatures=(SignaturePlace("T/M CHI BỘ", "Lò Thị Thanh Huệ", "Bí thư"),),
        recipients=(
            "Đảng ủy xã Bản Mây (báo cáo)",
            "Đồng chí Hoàng Xuân Phượng, cấp ủy viên phụ trách",
            "Ban công tác Mặt trận và các đoàn thể bản",
            "Các đảng viên trong chi bộ",
            "Lưu Chi bộ",
        ),
        created_at=CREATED_AT,
        verification=Verification(
            CODE,
            check_code="KWBR-H2B2-AYZY-2E0X",
            check_page="https://nenep.vi-du.vn/kiem-tra/",
        ),
        appendices=(
            Appendix(
                "Phụ lục: các ý kiến phát biểu",
                (
                    KeyValue("Lò Văn Bình", "đề nghị bổ sung kinh phí mua ống dẫn nước."),
                    KeyValue("Giàng Đức Nghĩa", "nhất trí với báo cáo."),
                ),
            ),
        ),
    )
