"""What is decided once for both renderers: numbers, cleaning, fixed words, the closing mark."""

import pytest

from nenep.documents.compose import compose
from nenep.documents.printed_text import clean, grouped
from nenep.documents.structure import (
    Heading,
    IssuingBody,
    Items,
    Marks,
    Paragraph,
    PrintedColumn,
    PrintedTable,
    SignaturePlace,
)
from nenep.documents.tests.sample import a_document, a_layout


def texts(*blocks, **layout):
    return [line.text for line in compose(a_document(*blocks), a_layout(**layout)).body]


class TestNumbers:
    def test_restart_under_each_higher_heading(self):
        headings = [Heading(level, "x") for level in (1, 2, 3, 3, 2, 3, 1, 2)]

        numbers = [text.partition(" ")[0] for text in texts(*headings)]

        assert numbers == ["I-", "1.", "a)", "b)", "2.", "a)", "II-", "1."]

    def test_run_through_the_vietnamese_alphabet(self):
        points = [text.partition(")")[0] for text in texts(*[Heading(3, "x")] * 25)]

        assert "".join(points[:23]) == "abcdđeghiklmnopqrstuvxy"
        assert points[23:] == ["aa", "bb"]

    def test_are_roman_on_the_first_level(self):
        numbers = [text.partition("-")[0] for text in texts(*[Heading(1, "x")] * 14)]

        assert [numbers[place] for place in (3, 4, 8, 13)] == ["IV", "V", "IX", "XIV"]

    def test_stand_before_items(self):
        lines = texts(Items(("một", "hai"), numbered=True), Items(("ba",)), Paragraph("Hết"))

        assert lines[:3] == ["(1) một", "(2) hai", "- ba"]


class TestClosingMark:
    @pytest.mark.parametrize(
        ("written", "printed"),
        [
            ("Kết thúc lúc 21 giờ", "Kết thúc lúc 21 giờ."),
            ("Kết thúc lúc 21 giờ.", "Kết thúc lúc 21 giờ."),
            ("Kết thúc lúc 21 giờ./.", "Kết thúc lúc 21 giờ."),
            ("Đồng ý chứ?", "Đồng ý chứ?"),
            ("Còn nữa...", "Còn nữa..."),
        ],
    )
    def test_is_the_edition_s_whatever_was_typed(self, written, printed):
        assert texts(Paragraph(written)) == [printed]

    def test_follows_an_older_edition(self):
        assert texts(Paragraph("Kết thúc."), end_mark="./.") == ["Kết thúc./."]


class TestClean:
    def test_gives_nfc_without_control_and_direction_marks(self):
        assert clean("Hue\u0323\u0302\r\n\tBi\u0300nh\x00\u202e\ufffe") == "Huệ\nBình"

    def test_keeps_every_visible_character(self):
        visible = '#import "x" $ * @ \\ ] [ < > & 18,9 % – “ạ” ½ 😀'

        assert clean(visible) == visible


class TestFrame:
    def test_is_in_capitals_and_in_the_edition_s_tone_style(self):
        document = a_document(
            organisation=IssuingBody("Đảng bộ huyện Mây", "Đảng ủy xã Bản Mây", "Số 05-NQ/ĐU"),
            signatures=(SignaturePlace("T/M Đảng ủy", "Nguyễn Thị Thủy", "Phó bí thư"),),
            recipients=("Đảng ủy xã;", "Lưu Đảng ủy"),
        )

        printed = compose(document, a_layout(tone_style="old"))

        assert printed.superior == "ĐẢNG BỘ HUYỆN MÂY"
        assert printed.issuing == "ĐẢNG UỶ XÃ BẢN MÂY"
        assert printed.signatures[0].role == "T/M ĐẢNG UỶ"
        assert printed.signatures[0].name == "Nguyễn Thị Thủy"
        assert printed.recipients == ("- Đảng uỷ xã,", "- Lưu Đảng uỷ.")

    def test_carries_the_marks_under_the_number(self):
        marks = Marks(urgency="khẩn", conference_material=True, draft_number=2)

        printed = compose(a_document(marks=marks), a_layout())

        assert printed.marks == ("KHẨN", "TÀI LIỆU HỘI NGHỊ", "Dự thảo lần 2")

    def test_puts_a_letter_s_abstract_under_the_number(self):
        printed = compose(a_document(type_name="", abstract="về việc nộp báo cáo"), a_layout())

        assert printed.letter_abstract == "về việc nộp báo cáo"
        assert (printed.type_name, printed.abstract, printed.separator) == ("", "", "")

    def test_groups_the_code_of_the_book(self):
        assert grouped("9F86d081 884c7d") == "9F86 d081 884c 7d"


class TestRows:
    def test_are_split_between_pages_only_when_high(self):
        columns = (PrintedColumn("STT", 1), PrintedColumn("Ý kiến", 11))

        (grid,) = compose(
            a_document(
                PrintedTable(columns, (("1", "ngắn"), ("2", "dài " * 600), ("9" * 200, "")))
            ),
            a_layout(),
        ).body

        assert [row.splittable for row in grid.rows] == [False, True, True]
