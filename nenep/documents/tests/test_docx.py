"""The Word file read back against the layout it was drawn with."""

import shutil
import subprocess

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from nenep.documents.docx import render_docx
from nenep.documents.tests.reading import opened
from nenep.documents.tests.sample import a_layout, minutes, resolution

ROUNDING = 635  # one twentieth of a point, the unit Word stores, in English Metric Units


@pytest.fixture(params=[{}, {"margin_left_mm": 25, "body_size_pt": 13, "line_spacing_pt": 20}])
def layout(request):
    return a_layout(**request.param)


def near(length):
    return pytest.approx(length, abs=ROUNDING)


def runs_of(file):
    """Every run of the body, in tables or not."""
    paragraphs = list(file.paragraphs)
    for table in file.tables:
        paragraphs += [line for row in table.rows for cell in row.cells for line in cell.paragraphs]
    return [run for paragraph in paragraphs for run in paragraph.runs]


def run(file, text):
    return next(run for run in runs_of(file) if run.text.startswith(text))


class TestPage:
    def test_has_the_size_and_margins_of_the_layout(self, layout):
        (section,) = opened(render_docx(minutes(), layout)).sections

        assert section.page_width == near(Mm(layout.page_width_mm))
        assert section.page_height == near(Mm(layout.page_height_mm))
        assert section.top_margin == near(Mm(layout.margin_top_mm))
        assert section.bottom_margin == near(Mm(layout.margin_bottom_mm))
        assert section.left_margin == near(Mm(layout.margin_left_mm))
        assert section.right_margin == near(Mm(layout.margin_right_mm))

    @pytest.mark.parametrize("first", [1, 2])
    def test_is_numbered_at_the_top_centre_from_the_given_page_on(self, first):
        file = opened(render_docx(minutes(), a_layout(page_number_from_page=first)))

        (section,) = file.sections
        (number,) = section.header.paragraphs
        assert "PAGE" in number._p.xpath("string(.//w:instrText)")
        assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
        assert section.different_first_page_header_footer == (first == 2)
        assert not section.first_page_header.paragraphs[0].runs
        footers = [section.footer, *([section.first_page_footer] if first == 2 else [])]
        assert all("9f86 d081" in footer.paragraphs[0].text for footer in footers)


class TestBody:
    def test_has_the_font_size_spacing_and_indent_of_the_layout(self, layout):
        file = opened(render_docx(minutes(), layout))

        for name in ("Body Text", "Heading 1", "Heading 2", "Heading 3"):
            style = file.styles[name]
            assert (style.font.name, style.font.size) == (layout.font, Pt(layout.body_size_pt))
            assert str(style.font.color.rgb) == "000000"
            assert style.element.rPr.rFonts.get(qn("w:asciiTheme")) is None
            spacing = style.paragraph_format
            assert spacing.line_spacing_rule == WD_LINE_SPACING.EXACTLY
            assert spacing.line_spacing == Pt(layout.line_spacing_pt)
            assert spacing.first_line_indent == near(Mm(layout.first_line_indent_mm))
        body = [line for line in file.paragraphs if line.style.name == "Body Text"]
        assert len(body) > 10
        sizes = {run.font.size for line in body for run in line.runs}
        assert sizes == {Pt(layout.body_size_pt)}

    def test_repeats_headings_and_fills_the_width_with_every_table(self):
        layout = a_layout()
        tables = opened(render_docx(minutes(), layout)).tables

        ruled = [table for table in tables if table._tbl.tblPr.find(qn("w:tblBorders")) is not None]

        assert len(ruled) == 4
        for table in ruled:
            assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
            width = sum(cell.width for cell in table.rows[1].cells)
            assert width == pytest.approx(Mm(layout.text_width_mm), abs=6 * ROUNDING)


class TestHead:
    def test_stands_in_two_halves_with_a_rule_under_the_motto(self):
        layout = a_layout()
        file = opened(render_docx(resolution(), layout))

        above, below = file.tables[0].rows

        assert above.cells[0].text == "ĐẢNG BỘ XÃ BẢN MÂY\nCHI BỘ BẢN NÀ HIN\n*"
        assert below.cells[0].text == "Số 12-NQ/CB"
        assert below.cells[1].text == "Bản Mây, ngày 03 tháng 12 năm 2026"
        motto, rule = above.cells[1].paragraphs
        assert motto.text == "ĐẢNG CỘNG SẢN VIỆT NAM"
        assert (motto.runs[0].font.size, motto.runs[0].bold) == (Pt(layout.motto_size_pt), True)
        assert rule._p.find(".//" + qn("w:pBdr")) is not None
        indents = rule.paragraph_format.left_indent + rule.paragraph_format.right_indent
        length = above.cells[1].width - indents
        assert length == pytest.approx(Mm(layout.motto_rule_width_mm), abs=3 * ROUNDING)
        assert not run(file, "ĐẢNG BỘ").bold
        assert run(file, "CHI BỘ BẢN").bold
        assert run(file, "Bản Mây, ngày").italic
        assert run(file, "NGHỊ QUYẾT").font.size == Pt(layout.type_name_size_pt)


class TestSignatures:
    def test_of_minutes_have_the_minute_taker_left_and_the_chair_right(self):
        (row,) = opened(render_docx(minutes(), a_layout())).tables[-2].rows

        assert [cell.paragraphs[0].text for cell in row.cells] == [
            "NGƯỜI GHI BIÊN BẢN",
            "CHỦ TRÌ HỘI NGHỊ",
        ]

    def test_of_a_resolution_stand_right_of_the_recipients(self):
        layout = a_layout()
        file = opened(render_docx(resolution(), layout))

        (row,) = file.tables[-2].rows

        recipients, signature = row.cells
        assert recipients.paragraphs[0].text == "Nơi nhận:"
        assert recipients.paragraphs[0].runs[0].underline
        assert recipients.paragraphs[-1].text == "- Lưu Chi bộ."
        assert recipients.paragraphs[-1].runs[0].font.size == Pt(layout.recipients_size_pt)
        assert signature.text == "T/M CHI BỘ\nBÍ THƯ\nLò Thị Thanh Huệ"
        assert [line.runs[0].bold for line in signature.paragraphs] == [True, None, True]

    def test_stay_on_the_page_of_the_last_line(self):
        file = opened(render_docx(resolution(), a_layout()))

        last = next(line for line in file.paragraphs if line.text.startswith("Nghị quyết được"))

        assert last.paragraph_format.keep_with_next
        assert file.tables[-2].rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None


class TestFile:
    def test_is_the_same_for_the_same_input(self):
        assert render_docx(minutes(), a_layout()) == render_docx(minutes(), a_layout())

    def test_opens_in_libreoffice(self, tmp_path):
        office = shutil.which("soffice")
        if office is None:
            pytest.skip("LibreOffice (soffice) is not on this machine")
        (tmp_path / "minutes.docx").write_bytes(render_docx(minutes(30), a_layout()))

        subprocess.run(
            [
                office,
                f"-env:UserInstallation=file://{tmp_path}/profile",
                *("--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", tmp_path),
                tmp_path / "minutes.docx",
            ],
            check=True,
            capture_output=True,
            timeout=180,
        )

        text = (tmp_path / "minutes.txt").read_text(encoding="utf-8-sig")
        for line in ("ĐẢNG CỘNG SẢN VIỆT NAM", "NGƯỜI GHI BIÊN BẢN", "Tổng cộng"):
            assert line in text
        assert "Buổi sinh hoạt kết thúc lúc 21 giờ 05 phút cùng ngày." in text
