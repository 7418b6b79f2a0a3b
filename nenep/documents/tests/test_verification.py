"""The mark that anybody can check stands with the signatures, however long the minutes are."""

from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as Paragraph_

from nenep.documents.docx import render_docx
from nenep.documents.pdf import render_pdf
from nenep.documents.structure import Paragraph, SignaturePlace, Verification
from nenep.documents.tests.reading import spans_of
from nenep.documents.tests.sample import CODE, a_document, a_layout

LINE = "Đồng chí góp ý: nhất trí với báo cáo."
CHECK = Verification(CODE, "Mã niêm phong", "K7QW 3FTB 90MX 2HDA", "https://lich.example/kiem-tra/")
TWO = (
    SignaturePlace("Người ghi biên bản", "Vàng Thị Chư", remark="(đã ký)"),
    SignaturePlace("Chủ trì hội nghị", "Lò Văn Bình", remark="(đã ký)"),
)


def of_length(lines, **changes):
    body = tuple(Paragraph(f"{LINE} ({number})") for number in range(lines))
    return a_document(*body, verification=CHECK, **changes)


def pages_of(pdf, words):
    return {span.page for span in spans_of(pdf) if words in span.text}


class TestMark:
    @pytest.mark.parametrize(
        "changes",
        [
            {"signatures": TWO, "recipients": ()},
            {"signatures": TWO, "recipients": ("Đảng ủy xã", "Lưu Chi bộ")},
            {"signatures": TWO, "provisional": ("Bản quy định chưa đối chiếu văn bản gốc",)},
            {"recipients": ("Đảng ủy xã", "Các đồng chí đảng viên", "Lưu Chi bộ")},
        ],
        ids=["minutes", "with recipients below", "with a note", "resolution"],
    )
    def test_stands_on_the_page_of_the_signatures_at_every_length(self, changes):
        layout = a_layout()
        for lines in range(10, 50):
            document = of_length(lines, **changes)
            pdf = render_pdf(document, layout)
            [page] = pages_of(pdf, "Mã kiểm tra")
            for signature in document.signatures:
                assert pages_of(pdf, signature.name) == {page}, lines
            # Nor do both stand alone there.
            assert pages_of(pdf, f"({lines - 1})") == {page}, lines

    @pytest.mark.parametrize("recipients", [(), ("Đảng ủy xã",)])
    def test_is_kept_with_them_in_word_too(self, recipients):
        document = of_length(3, signatures=TWO, provisional=("Ghi chú",), recipients=recipients)
        file = Document(BytesIO(render_docx(document, a_layout())))
        body = [Paragraph_(one, file) for one in file.element.body.iter(qn("w:p"))]
        words = [one.text for one in body]
        first = words.index("NGƯỜI GHI BIÊN BẢN")
        last = next(place for place, text in enumerate(words) if "Mã kiểm tra" in text)
        spoken = [one for one in body[first:last] if one.text and "Mã kiểm tra" not in one.text]
        assert all(one.paragraph_format.keep_with_next for one in spoken)
