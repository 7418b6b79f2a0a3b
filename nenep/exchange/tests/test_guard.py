import re
import zipfile
from io import BytesIO

import pytest

from nenep.exchange.guard import MOST_BYTES, CannotRead
from nenep.exchange.reading import read
from nenep.exchange.tests.workbooks import a_workbook


def with_part(name: str, content: bytes) -> bytes:
    """A workbook with one part more, or in place of the one of that name."""
    source, target = BytesIO(a_workbook({})), BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part.filename))
        new.writestr(name, content)
    return target.getvalue()


def a_zip(name: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(name, "x")
    return target.getvalue()


def changed(name: str, pattern: bytes, by: bytes) -> bytes:
    """A workbook with something else in a part."""
    with zipfile.ZipFile(BytesIO(a_workbook({}))) as archive:
        content = archive.read(name)
    assert re.search(pattern, content)
    return with_part(name, re.sub(pattern, by, content))


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


class TestGuard:
    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"", "Tệp rỗng"),
            (b"ma,ten\n1,2\n", "không phải bảng tính Excel"),
            (b"\xd0\xcf\x11\xe0" + b"x" * 100, "đời cũ hoặc tệp đặt mật khẩu"),
            (b"PK\x03\x04 broken", "không phải bảng tính Excel"),
            (a_zip("word/document.xml"), "không phải bảng tính Excel"),
            (b"x" * (MOST_BYTES + 1), "nhiều nhất 10 MB"),
            (with_part("xl/vbaProject.bin", b"x"), "có macro"),
            (with_part("xl/styles.xml", BOMB), "không được phép"),
            (with_part("xl/theme/theme9.xml", "﻿<a/>".encode("utf-16")), "bảng mã lạ"),
            (with_part("xl/media/zeros.png", b"\0" * (160 * 1024 * 1024)), "mở ra quá lớn"),
            (with_part("xl/worksheets/sheet3.xml", b"<worksheet><sheetData>"), "bị hỏng"),
            (with_part("xl/_rels/workbook.xml.rels", b"<a"), "bị hỏng"),
            (changed("xl/worksheets/sheet2.xml", rb' s="\d+"', b' s="9999"'), "bị hỏng"),
            (changed("xl/worksheets/sheet2.xml", rb' s="\d+"', b' s="x"'), "bị hỏng"),
            (changed("xl/workbook.xml", rb' sheetId="\d+"', b' sheetId="x"'), "bị hỏng"),
            (a_workbook({})[:-200], "không phải bảng tính Excel"),
        ],
        ids=[
            "empty", "csv", "xls", "broken zip", "docx", "too big", "macros", "entities",
            "wide", "zip bomb", "broken sheet",
            "broken part", "no such style", "no style", "no number", "cut off",
        ],
    )  # fmt: skip
    def test_refuses_with_a_sentence(self, data, words):
        with pytest.raises(CannotRead, match=words):
            read(data)

    def test_leaves_faults_of_ours_faults(self):
        def tell(title: str, done: int) -> None:
            raise ValueError(f"{title}: {done}")

        with pytest.raises(ValueError, match="Tổ chức: 0"):
            read(a_workbook({}), tell=tell)

    def test_lets_the_template_through(self):
        assert read(a_workbook({})).problems == []
