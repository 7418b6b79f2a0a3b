"""Workbooks made to hold or kill whoever reads them: refused soon, and in time that only grows as they do."""

import zipfile
from contextlib import suppress
from io import BytesIO
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

import pytest

from nenep.exchange.guard import CannotRead
from nenep.exchange.reading import read
from nenep.exchange.tests.test_guard import changed, with_part
from nenep.exchange.tests.workbooks import a_workbook

SECONDS = 5


def spent() -> float:
    """Seconds of the processor, here and in processes that have ended: a busy machine adds none."""
    used = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


# The second sheet of the template, «Tổ chức».
SHEET = "xl/worksheets/sheet2.xml"
END = rb"</sheetData>"


def part_of(name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(a_workbook({}))) as archive:
        return archive.read(name)


def with_rows(more: bytes) -> bytes:
    return with_part(SHEET, part_of(SHEET).replace(END, more + END))


def with_fonts(number: int) -> bytes:
    font = b'<font><sz val="11"/><color rgb="FF000000"/><name val="Arial"/><family val="2"/></font>'
    return changed("xl/styles.xml", rb"<fonts[^>]*>", rb"\g<0>" + font * number)


def unclosed(times: int) -> bytes:
    """Beginnings of cells with a formula that never end."""
    return b"<!-- " + b'<c r="A1" ' * times + b"-->"


def hostile() -> dict[str, bytes]:
    return {
        "beginnings of cells": with_rows(unclosed(40_000)),
        "a formula, then blanks": with_rows(
            b'<row r="900"><c r="A900"><f>1</f>' + b" " * 60_000 + b"<v>1</v></c></row>"
        ),
        "a long comment": with_rows(b"<!--" + b"-x" * 7_000_000 + b"-->"),
        "a long attribute": with_rows(b'<row r="900" x="' + b"y" * 14_000_000 + b'"/>'),
        "a million comments": with_rows(b"<!---->" * 5_000_000),
        "fonts": with_fonts(300_000),
        "empty rows": with_rows(
            b"".join(b'<row r="%d"/>' % number for number in range(900, 900_000))
        ),
        "a row far below": with_rows(b'<row r="99999999"><c r="A99999999"><v>1</v></c></row>'),
        "words": with_rows(
            b'<row r="900">' + b'<c t="inlineStr"><is><t>x</t></is></c>' * 2_000_000 + b"</row>"
        ),
    }


class TestHostile:
    def test_is_dealt_with_in_five_seconds(self):
        slow = {}
        for name, data in hostile().items():
            started = spent()
            with suppress(CannotRead):
                read(data)
            took = spent() - started
            if took > SECONDS:
                slow[name] = took
        assert not slow

    @pytest.mark.parametrize("name", ["xl/drawings/d1.vml", "xl/hidden.bin", "docProps/x"])
    def test_has_no_document_type_in_any_part(self, name):
        bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
        with pytest.raises(CannotRead, match="không được phép"):
            read(with_part(name, bomb))


class TestLinear:
    def test_ten_times_the_rows_take_at_most_eleven_times_as_long(self):
        def seconds(times: int) -> float:
            data = with_rows(unclosed(times))
            best = []
            for _ in range(2):
                started = spent()
                with suppress(CannotRead):
                    read(data)
                best.append(spent() - started)
            return min(best)

        assert seconds(8_000) <= 11 * seconds(800)
