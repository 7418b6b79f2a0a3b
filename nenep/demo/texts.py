"""What the demo's cells talk about, write down and promise: invented."""

# By step of the agenda (rulebooks/editions/meetings-*.yaml).
NOTES = {
    "report": (
        "Tháng qua chi bộ vận động 12 hộ che chắn chuồng trại, không có trâu bò chết rét. "
        "Đường nội bản đã dọn xong hai đoạn sạt lở.",
        "Tỷ lệ chuyên cần của học sinh đạt 97 %. Hai lớp còn thiếu bàn ghế, đã báo cáo cấp trên.",
        "Đã khám sức khỏe cho 86 người cao tuổi, lập danh sách 9 người cần theo dõi thêm.",
        "Chi bộ lãnh đạo gieo cấy đúng khung thời vụ, diện tích đạt kế hoạch giao.",
    ),
    "discussion": (
        "Các ý kiến nhất trí với báo cáo. Một đồng chí tự nhận còn chậm trong việc vận động hộ "
        "cuối bản; chi bộ góp ý và giao người cùng làm.",
        "Thảo luận việc góp công làm đường. Đa số chọn làm vào hai ngày cuối tuần.",
        "Một đồng chí nêu việc họp còn dài; chi bộ thống nhất gửi tài liệu trước để đọc ở nhà.",
    ),
    "presentation": (
        "Trình bày cách làm du lịch cộng đồng ở bản bên, điều kiện của bản và ba việc làm trước.",
        "Trình bày chuyên đề học tập cách làm việc nêu gương, gắn với việc của từng đảng viên.",
    ),
}

CONCLUSIONS = (
    "Thống nhất đánh giá tháng qua. Tháng tới tập trung phòng chống rét cho trâu bò, sửa đường "
    "nội bản và thu gom rác hằng tuần.\nMỗi đảng viên phụ trách nhắc ba hộ gần nhà.",
    "Chi bộ nhất trí: vận động các hộ trồng cây vụ đông, giữ tỷ lệ chuyên cần của học sinh, "
    "rà soát hộ nghèo đúng thời hạn.",
    "Tiếp tục nâng chất lượng sinh hoạt: gửi tài liệu trước, họp đúng giờ, việc giao phải có "
    "người, có sản phẩm, có hạn.",
)

COMMITTEES_CONCLUSION = (
    "Thống nhất báo cáo tháng qua. Tháng tới các ủy viên phụ trách dự họp với đơn vị được phân "
    "công, kiểm tra việc phòng chống rét và rà soát hộ nghèo.\nVăn phòng theo dõi, báo cáo kết "
    "quả tại hội nghị sau."
)

TASKS = (
    ("Vận động các hộ làm chuồng kín tránh rét", "Danh sách hộ đã làm"),
    ("Rà soát hộ nghèo theo chuẩn mới", "Biểu tổng hợp gửi đảng ủy"),
    ("Tổ chức tu sửa đường nội bản", "Đoạn đường đi lại được"),
    ("Lập danh sách học sinh nghỉ học dài ngày", "Danh sách và lý do"),
    ("Nhắc lịch tiêm phòng cho trẻ em", "Sổ ghi hộ đã nhắc"),
    ("Hướng dẫn người cao tuổi dùng sổ tay điện tử", "Số người đã hướng dẫn"),
    ("Chuẩn bị chuyên đề quý tới", "Bản thảo gửi chi ủy"),
    ("Vận động thu gom rác hằng tuần", "Lịch và người phụ trách"),
    ("Giúp một quần chúng ưu tú hoàn thiện hồ sơ", "Hồ sơ đủ mục"),
    ("Kiểm tra đường nước về bản", "Ghi lại chỗ hỏng và cách sửa"),
    ("Tập văn nghệ mừng ngày hội bản", "Hai tiết mục"),
)

TOPICS = (
    "Xây dựng bản văn hóa gắn với du lịch cộng đồng",
    "Học tập cách làm việc nêu gương của đảng viên",
    "Giữ đàn gia súc qua mùa rét",
    "Nâng tỷ lệ chuyên cần của học sinh",
)

PLACES = {"Thôn, bản": "Nhà văn hóa bản", "Trường học": "Phòng họp trường", "Y tế": "Trạm Y tế"}

GUEST_EVERY = 4
