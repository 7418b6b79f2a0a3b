"""The PDF read back against the layout it was drawn with."""

from io import BytesIO
from itertools import pairwise

import pypdf
import pytest

from nenep.documents import pdf as pdf_module
from nenep.documents.pdf import FontsMissing, render_pdf
from nenep.documents.structure import Paragraph, PrintedColumn, PrintedTable
from nenep.documents.tests.reading import (
    POINTS_PER_MM,
    letters,
    pdf_text,
    span,
    spans_of,
    strokes_of,
)
from nenep.documents.tests.sample import a_document, a_layout, minutes, resolution

NEAR = 0.3  # points: a tenth of a millimetre
LONG = "Chi bộ họp bàn và thống nhất việc chung của bản. " * 12


def mm(length):
    return pytest.approx(length * POINTS_PER_MM, abs=NEAR)


@pytest.fixture(params=[{}, {"margin_left_mm": 25, "margin_right_mm": 25, "margin_top_mm": 30}])
def layout(request):
    return a_layout(**request.param)


class TestPage:
    def test_has_the_size_and_margins_of_the_layout(self, layout):
        pdf = render_pdf(
            a_document(Paragraph(LONG), PrintedTable((PrintedColumn("a", 1),), (("b",),))), layout
        )

        (page, *_) = pypdf.PdfReader(BytesIO(pdf)).pages
        assert page.mediabox.width == mm(layout.page_width_mm)
        assert page.mediabox.height == mm(layout.page_height_mm)
        assert min(span.x for span in spans_of(pdf)) == mm(layout.margin_left_mm)
        table = [stroke for stroke in strokes_of(pdf) if stroke.x1 == stroke.x2]
        assert min(stroke.x1 for stroke in table) == mm(layout.margin_left_mm)
        right = layout.page_width_mm - layout.margin_right_mm
        assert max(stroke.x1 for stroke in table) == mm(right)
        # The baseline of the first line hangs one ascent below the margin.
        first = min(span.y for span in spans_of(pdf))
        ascent = layout.head_size_pt * layout.single_line_em * 0.8
        assert first - ascent == mm(layout.margin_top_mm)

    def test_keeps_the_bottom_margin(self, layout):
        pdf = render_pdf(minutes(90), layout)

        body = [span for span in spans_of(pdf) if span.size != layout.footer_size_pt]
        bottom = (layout.page_height_mm - layout.margin_bottom_mm) * POINTS_PER_MM
        assert max(span.y for span in body) < bottom
        assert max(span.y for span in body) > bottom - 4 * layout.line_spacing_pt

    @pytest.mark.parametrize("first", [1, 2])
    def test_is_numbered_at_the_top_centre_from_the_given_page_on(self, first):
        layout = a_layout(page_number_from_page=first)

        spans = spans_of(render_pdf(minutes(90), layout))

        above = [span for span in spans if span.y < layout.margin_top_mm * POINTS_PER_MM]
        pages = max(span.page for span in spans)
        assert [span.text for span in above] == [str(page) for page in range(first, pages + 1)]
        # Centred between the margins; a digit is half an em wide.
        centre = (layout.margin_left_mm + layout.text_width_mm / 2) * POINTS_PER_MM
        assert above[-1].x + layout.page_number_size_pt / 4 == pytest.approx(centre, abs=NEAR)
        assert above[-1].size == layout.page_number_size_pt


class TestBody:
    def test_has_the_indent_size_and_line_distance_of_the_layout(self):
        for changes in (
            {},
            {"first_line_indent_mm": 12, "line_spacing_pt": 20, "body_size_pt": 13},
        ):
            layout = a_layout(**changes)

            spans = spans_of(render_pdf(a_document(Paragraph(LONG)), layout))
            body = [span.text for span in spans].index("-----") + 1
            lines = spans[body : body + 5]

            indent = layout.margin_left_mm + layout.first_line_indent_mm
            assert lines[0].x == mm(indent)
            assert [line.x for line in lines[1:]] == [mm(layout.margin_left_mm)] * 4
            steps = [after.y - before.y for before, after in pairwise(lines)]
            assert steps == [pytest.approx(layout.line_spacing_pt, abs=0.01)] * 4

    def test_repeats_the_headings_of_a_table_on_each_of_its_pages(self):
        spans = spans_of(render_pdf(minutes(90), a_layout()))

        roll_call_pages = {span.page for span in spans if span.text == "Chính thức"}
        assert len(roll_call_pages) > 2
        assert roll_call_pages <= {span.page for span in spans if span.text == "Họ và tên"}

    @pytest.mark.parametrize("word", ["x" * 120, "https://vi-du.vn/" + "a/" * 50])
    def test_breaks_a_word_longer_than_its_line(self, word):
        layout = a_layout()
        table = PrintedTable(
            (PrintedColumn("STT", 1), PrintedColumn("Ý kiến", 11)), ((word, word),)
        )

        pdf = render_pdf(a_document(Paragraph(word), table, place=word), layout)

        assert letters(pdf_text(pdf)).count(word) == 4
        right = (layout.page_width_mm - layout.margin_right_mm) * POINTS_PER_MM
        for piece in spans_of(pdf):
            # No letter of these words is narrower than a slash.
            assert piece.x + len(letters(piece.text)) * piece.size * 0.27 < right + NEAR


class TestHead:
    def test_has_the_motto_with_a_rule_as_long_as_itself_under_it(self):
        layout = a_layout()

        pdf = render_pdf(resolution(), layout)

        motto = span(pdf, "ĐẢNG CỘNG SẢN VIỆT NAM")
        assert (motto.size, motto.font) == (layout.motto_size_pt, "Tinos-Bold")
        rule = strokes_of(pdf)[0]
        assert rule.y1 == rule.y2
        assert motto.y < rule.y1 < motto.y + layout.motto_size_pt / 2
        assert rule.x1 == pytest.approx(motto.x, abs=1)
        assert rule.x2 - rule.x1 == mm(layout.motto_rule_width_mm)

    def test_stands_in_two_halves_in_the_order_of_an_official_document(self):
        layout = a_layout()
        pdf = render_pdf(resolution(), layout)
        names = ("ĐẢNG BỘ XÃ BẢN MÂY", "CHI BỘ BẢN NÀ HIN", "*", "Số")

        left = [span(pdf, name) for name in names]

        border = layout.margin_left_mm + layout.text_width_mm * layout.head_left_share
        assert all(piece.x < border * POINTS_PER_MM for piece in left)
        assert [piece.y for piece in left] == sorted(piece.y for piece in left)
        assert [piece.font for piece in left[:2]] == ["Tinos-Regular", "Tinos-Bold"]
        day = span(pdf, "Bản Mây, ngày 03 tháng 12 năm 2026")
        assert day.x > border * POINTS_PER_MM
        assert (day.y, day.font) == (pytest.approx(left[3].y), "Tinos-Italic")
        name = span(pdf, "NGHỊ QUYẾT")
        assert (name.size, name.font) == (layout.type_name_size_pt, "Tinos-Bold")
        assert day.y < name.y < span(pdf, "lãnh đạo thực hiện").y < span(pdf, "-----").y


class TestSignatures:
    def test_of_minutes_have_the_minute_taker_left_and_the_chair_right(self):
        pdf = render_pdf(minutes(), a_layout())

        taker, chair = span(pdf, "NGƯỜI GHI BIÊN BẢN"), span(pdf, "CHỦ TRÌ HỘI NGHỊ")

        assert taker.x < chair.x
        assert taker.y == pytest.approx(chair.y)
        assert taker.font == chair.font == "Tinos-Bold"

    def test_of_a_resolution_stand_right_of_the_recipients(self):
        layout = a_layout()
        pdf = render_pdf(resolution(), layout)

        behalf, post, name = (span(pdf, text) for text in ("T/M CHI BỘ", "BÍ THƯ", "Lò Thị Thanh"))
        label, recipient = span(pdf, "Nơi nhận:"), span(pdf, "- Lưu Chi bộ.")

        assert behalf.y < post.y < name.y
        assert [behalf.font, post.font, name.font] == ["Tinos-Bold", "Tinos-Regular", "Tinos-Bold"]
        assert (label.y, label.x) == (pytest.approx(behalf.y), mm(layout.margin_left_mm))
        assert label.x < behalf.x
        assert recipient.size == layout.recipients_size_pt
        # The label is underlined.
        assert any(0 < line.y1 - label.y < 4 and line.x1 == mm(30) for line in strokes_of(pdf))

    @pytest.mark.parametrize("ends_with_table", [False, True])
    def test_never_stand_alone_on_a_page(self, ends_with_table):
        table = PrintedTable((PrintedColumn("Việc", 1),), (("đầu",), ("giữa",), ("cuối",)))
        for count in range(26, 34):
            lines = [Paragraph(f"dòng {number}") for number in range(count)]
            body = [*lines, table] if ends_with_table else [*lines, Paragraph("cuối")]

            spans = spans_of(render_pdf(a_document(*body), a_layout()))

            pages = {
                next(span.page for span in spans if span.text.startswith(text))
                for text in ("cuối", "T/M CHI BỘ", "Lò Thị")
            }
            assert len(pages) == 1


class TestFile:
    def test_embeds_only_the_substitute_of_times_new_roman(self):
        fonts = {span.font for span in spans_of(render_pdf(minutes(), a_layout()))}

        assert fonts == {"Tinos-Regular", "Tinos-Bold", "Tinos-Italic"}

    def test_is_the_same_for_the_same_input(self):
        assert render_pdf(minutes(), a_layout()) == render_pdf(minutes(), a_layout())

    def test_says_what_it_is_and_in_which_language(self):
        reader = pypdf.PdfReader(BytesIO(render_pdf(minutes(), a_layout())))

        assert reader.metadata.title == "BIÊN BẢN sinh hoạt chi bộ thường kỳ tháng 12 năm 2026"
        assert reader.metadata.creation_date == minutes().created_at
        assert reader.trailer["/Root"]["/Lang"] == "vi"

    def test_is_refused_in_words_where_the_fonts_are_missing(self, tmp_path, monkeypatch):
        monkeypatch.setattr(pdf_module, "FONTS", tmp_path)

        with pytest.raises(FontsMissing, match="Không thấy phông Tinos"):
            render_pdf(minutes(), a_layout())


class TestManyLongWords:
    """A show rule for words allowed 512 of them in a paragraph."""

    @pytest.mark.parametrize(
        ("word", "count"), [("nghiêngngả", 513), ("nghiêngngả", 3000), ("x" * 90, 513)]
    )
    def test_are_drawn_in_a_paragraph_and_in_a_table(self, word, count):
        text = " ".join([word] * count)
        table = PrintedTable(
            (PrintedColumn("Nội dung", 6), PrintedColumn("Hạn", 1)), ((text, word),)
        )

        pdf = render_pdf(a_document(Paragraph(text), table), a_layout())

        found = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
        # A page may end within a broken word.
        assert found.count(word[0]) >= 2 * count * word.count(word[0])
