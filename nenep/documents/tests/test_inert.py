"""What acts in somebody's paper does not reach the archive; what can be seen does."""

import struct
import zlib
from io import BytesIO

import pypdf
from pypdf.annotations import FreeText
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from nenep.documents.picture import dots_of
from nenep.documents.tests.test_archive import a_picture, bound, paper

SCRIPT = "app.alert('hello')"


def named(**entries):
    return DictionaryObject({NameObject(f"/{name}"): one for name, one in entries.items()})


def a_link(action):
    return named(
        Type=NameObject("/Annot"),
        Subtype=NameObject("/Link"),
        Rect=ArrayObject([pypdf.generic.FloatObject(one) for one in (0, 0, 50, 50)]),
        A=action,
    )


def a_living_pdf():
    """A PDF with a script on opening, on a page, behind a link, behind a field, in a file."""
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(300, 400)
    writer.root_object[NameObject("/OpenAction")] = named(
        S=NameObject("/JavaScript"), JS=TextStringObject(SCRIPT)
    )
    writer.add_annotation(0, FreeText(text="Đã xem", rect=(50, 50, 200, 100)))
    kept = StreamObject()
    kept.set_data(SCRIPT.encode())
    script = named(
        S=NameObject("/JavaScript"),
        JS=writer._add_object(kept),
        Next=named(S=NameObject("/Launch"), F=TextStringObject("cmd.exe")),
    )
    page[NameObject("/AA")] = named(O=script)
    field = writer._add_object(
        named(FT=NameObject("/Tx"), T=TextStringObject("a"), AA=named(K=writer._add_object(script)))
    )
    box = a_link(named(S=NameObject("/SubmitForm"), F=TextStringObject("https://bad.example")))
    box[NameObject("/Subtype")] = NameObject("/Widget")
    box[NameObject("/Parent")] = field
    inside = StreamObject()
    inside.set_data(SCRIPT.encode())
    file = named(
        Type=NameObject("/Annot"),
        Subtype=NameObject("/FileAttachment"),
        Rect=ArrayObject([pypdf.generic.FloatObject(one) for one in (0, 0, 50, 50)]),
        FS=named(EF=named(F=writer._add_object(inside))),
    )
    page["/Annots"].extend(
        writer._add_object(one)
        for one in (
            a_link(script),
            box,
            file,
            a_link(named(S=NameObject("/URI"), URI=TextStringObject("https://cong-bao.example"))),
        )
    )
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def a_png(width, height):
    """A black picture of so many dots."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(width + 1) * height, 1)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


class TestArchive:
    def test_runs_nothing_from_a_paper_and_shows_its_notes(self):
        reader = bound(paper("Báo cáo", "application/pdf", a_living_pdf()))
        content = reader.stream.getvalue()
        for word in (b"/JavaScript", b"/JS", b"/Launch", b"/SubmitForm", b"/AA", b"app.alert"):
            assert word not in content
        notes = reader.pages[-1]["/Annots"]
        assert {one.get_object()["/Subtype"] for one in notes} == {"/FreeText", "/Link", "/Widget"}
        going = [one.get_object().get("/A", {}).get("/URI") for one in notes]
        assert "https://cong-bao.example" in going

    def test_loses_no_page_that_calls_itself_a_script(self):
        writer = pypdf.PdfWriter()
        for _ in range(2):
            writer.add_blank_page(300, 400)[NameObject("/JS")] = TextStringObject(SCRIPT)
        written = BytesIO()
        writer.write(written)
        reader = bound(paper("Báo cáo", "application/pdf", written.getvalue()))
        assert SCRIPT.encode() not in reader.stream.getvalue()
        assert [page.mediabox.width for page in reader.pages[-2:]] == [300, 300]

    def test_lists_a_picture_of_too_many_dots_as_a_file_of_its_own(self):
        reader = bound(paper("Ảnh", "image/png", a_png(8_000, 8_000)))
        words = reader.pages[0].extract_text()
        assert "tệp riêng tai-lieu-1.bin" in " ".join(words.split())


class TestDotsOf:
    def test_reads_what_a_picture_says_of_itself(self):
        assert dots_of(a_picture("PNG")) == dots_of(a_picture("JPEG")) == 16 * 6
        huge = a_picture("JPEG").replace(b"\0\x06\0\x10", b"\x61\xa8\x61\xa8", 1)
        assert dots_of(huge) == 25_000**2

    def test_is_nothing_where_nothing_is_said(self):
        for data in (b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\xff\xd8\xff\xc0\0", b"GIF89a"):
            assert dots_of(data) == 0
