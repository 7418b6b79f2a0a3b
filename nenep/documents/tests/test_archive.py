"""One PDF for the archive: what is in it, where, and what is listed instead."""

import base64
import dataclasses
import struct
import zlib
from io import BytesIO

import pypdf
import pytest
from pypdf.generic import ArrayObject, NameObject

from nenep.documents.archive import Enclosure, bind
from nenep.documents.tests.sample import a_document, a_layout, minutes, resolution

DIGEST = "ab" * 32
LOCKED = "khóa"
# The same picture as a JPEG.
_JPEG = (
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKra"
    "rYqMyP/L2u71////m8H////6/+b9//j/wAALCAAGABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEA"
    "AAAAAAAAAAAAAAAAAAAA/9oACAEBAAA/AIR//9k="
)


def a_pdf(pages=2, *, locked=False):
    writer = pypdf.PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(300, 400)
    if locked:
        writer.encrypt(LOCKED)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def a_circle():
    """A PDF whose list of pages contains itself."""
    reader = pypdf.PdfReader(BytesIO(a_pdf(1)))
    writer = pypdf.PdfWriter(clone_from=reader)
    pages = writer.root_object.raw_get("/Pages")
    pages.get_object()[NameObject("/Kids")] = ArrayObject([pages])
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def a_picture(kind="PNG"):
    """A grey picture of 16 by 6 dots."""
    if kind == "JPEG":
        return base64.b64decode(_JPEG)
    rows = b"".join(b"\0" + b"\x3c" * 16 for _ in range(6))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 16, 6, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def paper(title, content_type, data):
    return Enclosure(title, DIGEST, content_type, "tai-lieu-1.bin", data)


def bound(*enclosures):
    index = dataclasses.replace(a_document(), type_name="Mục lục hồ sơ", signatures=())
    content = bind(index, [minutes(), resolution()], enclosures, a_layout())
    return pypdf.PdfReader(BytesIO(content))


def text_of(page):
    return " ".join(page.extract_text().split())


def places(reader):
    """Title and number of the page where each part begins, counted from 1."""
    return {one.title: reader.get_destination_page_number(one) + 1 for one in reader.outline}


class TestArchive:
    def test_holds_papers_as_they_are_after_a_page_with_their_number(self):
        reader = bound(
            paper("Báo cáo tháng 11", "application/pdf", a_pdf(2)),
            paper("Ảnh danh sách", "image/jpeg", a_picture("JPEG")),
        )

        begins = places(reader)["Tài liệu 1: Báo cáo tháng 11"]
        assert "Tài liệu 1: Báo cáo tháng 11" in text_of(reader.pages[begins - 1])
        assert DIGEST in text_of(reader.pages[begins - 1])
        for page in reader.pages[begins : begins + 2]:
            assert (page.mediabox.width, page.mediabox.height) == (300, 400)
        assert places(reader)["Tài liệu 2: Ảnh danh sách"] == begins + 3
        assert len(reader.pages[begins + 2].images) == 1
        assert len(reader.pages) == begins + 3

    def test_begins_with_an_index_of_the_pages(self):
        reader = bound(paper("Báo cáo tháng 11", "application/pdf", a_pdf(5)))

        front = text_of(reader.pages[0])

        for title, page in places(reader).items():
            if title != "Mục lục":
                assert f"{title} {page}".lower() in front.lower()

    def test_counts_the_pages_of_a_long_index(self):
        reader = bound(
            *[paper(f"Ảnh số {number}", "image/png", a_picture()) for number in range(60)]
        )

        begins = places(reader)
        index = " ".join(text_of(page) for page in reader.pages[: begins["Mục lục"] + 2])
        last = "Tài liệu 60: Ảnh số 59"
        assert f"{last} {begins[last]}" in index
        assert begins[last] == len(reader.pages)

    @pytest.mark.parametrize(
        ("content_type", "data"),
        [
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
            ("application/pdf", b"%PDF-1.7 hong"),
            ("application/pdf", a_pdf(2)[:200]),
            ("application/pdf", a_pdf(2, locked=True)),
            ("application/pdf", a_pdf(501)),
            ("application/pdf", a_circle()),
            ("image/png", b"\x89PNG\r\n\x1a\n hong"),
        ],
    )
    def test_lists_what_no_page_can_show(self, content_type, data):
        whole = bound()
        reader = bound(paper("Biểu tổng hợp", content_type, data))

        assert len(reader.pages) == len(whole.pages)
        front = text_of(reader.pages[0])
        assert "Tài liệu 1: Biểu tổng hợp tệp riêng tai-lieu-1.bin" in front
        assert DIGEST in front.replace(" ", "")

    def test_names_what_its_reader_may_not_have(self):
        reader = bound(Enclosure("Báo cáo", DIGEST))

        assert "Tài liệu 1: Báo cáo không kèm trong tệp này" in text_of(reader.pages[0])
