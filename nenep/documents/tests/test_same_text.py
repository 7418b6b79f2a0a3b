"""Whatever people type is printed as they typed it, and the same in both files."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nenep.documents.docx import render_docx
from nenep.documents.pdf import render_pdf
from nenep.documents.printed_text import clean
from nenep.documents.structure import (
    KeyValue,
    Paragraph,
    PrintedColumn,
    PrintedTable,
    SignaturePlace,
)
from nenep.documents.tests.reading import docx_text, letters, pdf_text
from nenep.documents.tests.sample import a_document, a_layout, minutes, resolution

_VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
)
_SIGNS = "".join(chr(code) for code in range(0x20, 0x7F)) + "–—“”‘’…°²½×€\n\t\u00a0"
ANY_TEXT = st.text(st.sampled_from(_VIETNAMESE + _VIETNAMESE.upper() + _SIGNS), max_size=120)
HOSTILE = [
    '#import "x"',
    '#read("/etc/passwd")',
    "$x$ *đậm* _nghiêng_ @ref <nhãn>",
    "= tiêu đề\n- mục\n+ mục\n/ a: b",
    "\\ ] [ } { ) ( ` ``` // chú thích /* */ ~ -- --- ...",
    "</w:t><w:p/> & &amp; \"' ]]>",
    "{{ 7 * 7 }} {% x %} %s %n",
    "fi ffi fl AV To",
    "http://vi-du.vn/" + "a" * 300,
]


def printed(text):
    """A document that carries the text wherever people can put theirs."""
    return a_document(
        Paragraph(f"đầu {text} cuối"),
        KeyValue("Tên", f"đầu {text} cuối"),
        PrintedTable(
            (PrintedColumn(f"đầu {text} cuối", 3), PrintedColumn("b", 1)),
            ((f"đầu {text} cuối", "c"),),
        ),
        Paragraph("hết"),
        signatures=(SignaturePlace("T/M CHI BỘ", f"đầu {text} cuối"),),
    )


class TestText:
    @settings(max_examples=25, deadline=None)
    @given(ANY_TEXT)
    @example(HOSTILE[0])
    @example("NFD: " + unicodedata.normalize("NFD", "Nguyễn Thị Thủy, Lường Quyết Thắng"))
    def test_in_is_text_out_of_both(self, text):
        expected = letters(clean(f"đầu {text} cuối"))
        document = printed(text)

        pdf = letters(pdf_text(render_pdf(document, a_layout())))
        word = letters(docx_text(render_docx(document, a_layout())))

        assert unicodedata.is_normalized("NFC", word)
        assert word.count(expected) == 5
        assert pdf.count(expected) == 5

    @pytest.mark.parametrize("text", HOSTILE)
    def test_is_never_taken_for_markup(self, text):
        expected = letters(clean(f"đầu {text} cuối"))

        assert letters(pdf_text(render_pdf(printed(text), a_layout()))).count(expected) == 5
        assert letters(docx_text(render_docx(printed(text), a_layout()))).count(expected) == 5

    @settings(max_examples=15, deadline=None)
    @given(st.text(max_size=60))
    def test_of_any_script_breaks_neither_renderer(self, text):
        document = printed(text)

        assert render_pdf(document, a_layout()).startswith(b"%PDF")
        assert letters(docx_text(render_docx(document, a_layout()))).count("hết") == 1


class TestBothFiles:
    @pytest.mark.parametrize("document", [minutes(), resolution()], ids=["minutes", "resolution"])
    def test_say_the_same_in_the_same_order(self, document):
        layout = a_layout()
        word = docx_text(render_docx(document, layout)).split("\n")
        pdf = letters(pdf_text(render_pdf(document, layout)))

        position = 0
        for line in word[:-1]:
            found = pdf.find(letters(line), position)
            assert found >= position, f"{line!r} is missing in the PDF or stands elsewhere"
            position = found + len(letters(line))
        assert letters(word[-1]) in pdf  # the footer

    def test_hold_selectable_vietnamese(self):
        text = pdf_text(render_pdf(minutes(), a_layout()))

        assert "Nguyễn Thị Thanh Khuyên" in text
        assert unicodedata.is_normalized("NFC", text)
