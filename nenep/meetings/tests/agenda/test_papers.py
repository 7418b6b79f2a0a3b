"""Papers: the type is read from the content, and nothing secret comes in."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nenep.access.scope import scope
from nenep.core.errors import NotAllowed
from nenep.meetings.agenda.actions import papers
from nenep.meetings.agenda.actions.papers import (
    LARGEST,
    CannotAddPaper,
    CannotRemovePaper,
    add_paper,
    remove_paper,
    type_of,
)
from nenep.meetings.models import Paper, PaperContent
from nenep.meetings.tests.builders import (
    a_cast,
    a_meeting,
    a_signed_meeting,
    an_open_meeting,
    end,
    sign_both,
)
from nenep.members.tests.builders import a_commune_leader_of, a_member_of, an_office_of
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, building

PDF = b"%PDF-1.7\n..."


def archive(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return packed.getvalue()


def add(meeting, actor, data=PDF, *, title="Dự thảo nghị quyết", secrecy=""):
    with scope(actor):
        return add_paper(
            meeting_id=meeting.pk, title=title, data=data, secrecy=secrecy, actor=actor, at=NOW
        )


class TestTypeOf:
    def test_reads_no_endless_list_of_names(self, monkeypatch):
        data = archive("word/document.xml", *(f"a{number}" for number in range(10_000)))
        monkeypatch.setattr(zipfile, "ZipFile", None)
        with pytest.raises(CannotAddPaper):
            type_of(data)
        with pytest.raises(CannotAddPaper):
            # A comment behind the list hides nothing.
            type_of(data[:-2] + b"\x05\0" + b"PK\x05\x06")
        with pytest.raises(CannotAddPaper):
            # Nor does a length that stands elsewhere.
            type_of(data[:-22] + b"PK\x06\x07".ljust(20, b"\0") + data[-22:-10] + bytes(10))

    @pytest.mark.parametrize(
        ("data", "ending"),
        [
            (PDF, "pdf"),
            (b"\x89PNG\r\n\x1a\n...", "png"),
            (b"\xff\xd8\xff\xe0...", "jpeg"),
            (archive("[Content_Types].xml", "word/document.xml"), "wordprocessingml.document"),
            (archive("[Content_Types].xml", "xl/workbook.xml"), "spreadsheetml.sheet"),
        ],
    )
    def test_reads_it_from_the_content(self, data, ending):
        assert type_of(data).endswith(ending)

    @pytest.mark.parametrize(
        "data",
        [
            archive("word/document.xml", "word/vbaProject.bin"),
            archive("xl/workbook.xml", "xl/vbaProject.bin"),
            archive("note.txt"),
            b"PK\x03\x04 no archive",
            b"<html><script>alert(1)</script>",
            b"<svg xmlns='http://www.w3.org/2000/svg'>",
            b"MZ\x90\x00",
            b"GIF89a",
            b"\xd0\xcf\x11\xe0 an old .doc",
            b" %PDF-1.7",
            b"",
        ],
    )
    def test_refuses_macros_and_everything_else(self, data):
        with pytest.raises(CannotAddPaper, match="không có macro"):
            type_of(data)

    @given(st.binary(max_size=400), st.booleans())
    def test_answers_or_refuses_whatever_is_sent(self, data, as_archive):
        with suppress(CannotAddPaper):
            type_of((b"PK\x03\x04" if as_archive else b"") + data)

    @given(st.integers(min_value=0), st.integers(min_value=0, max_value=255))
    def test_survives_a_damaged_archive(self, place, value):
        data = bytearray(archive("word/document.xml", "word/styles.xml"))
        data[place % len(data)] = value
        with suppress(CannotAddPaper):
            type_of(bytes(data))


@pytest.mark.django_db
class TestAddPaper:
    def test_keeps_bytes_digest_and_a_name_of_its_own(self):
        cast = a_cast()
        paper = add(a_meeting(cast), cast.secretary_actor, title="  Dự  thảo ")

        with building():
            kept = PaperContent.objects.get(paper=paper)
        assert bytes(kept.data) == PDF
        assert (paper.title, paper.filename, paper.size) == ("Dự thảo", "tai-lieu-1.pdf", len(PDF))
        assert len(paper.sha256) == 64

    @pytest.mark.parametrize("secrecy", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
    def test_refuses_a_secret_one_and_says_what_to_do(self, secrecy):
        cast = a_cast()
        meeting = a_meeting(cast)

        with pytest.raises(CannotAddPaper, match=f"dấu {secrecy} không được đưa lên.*bản giấy"):
            add(meeting, cast.secretary_actor, secrecy=secrecy)

        with building():
            assert not Paper.objects.exists()

    def test_refuses_an_empty_file(self):
        cast = a_cast()

        with pytest.raises(CannotAddPaper, match="Tệp trống"):
            add(a_meeting(cast), cast.secretary_actor, b"")

    def test_takes_ten_megabytes_and_not_one_byte_more(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        add(meeting, cast.secretary_actor, PDF.ljust(LARGEST, b"."))

        with pytest.raises(CannotAddPaper, match="nặng hơn 10 MB"):
            add(meeting, cast.secretary_actor, PDF.ljust(LARGEST + 1, b"."))

    def test_refuses_a_picture_of_too_many_dots(self):
        cast = a_cast()
        header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (25_000).to_bytes(4, "big") * 2

        with pytest.raises(CannotAddPaper, match="50 triệu điểm"):
            add(a_meeting(cast), cast.secretary_actor, header)

    def test_takes_no_more_than_a_phone_and_the_archive_bear(self, monkeypatch):
        cast = a_cast()
        meeting = a_meeting(cast)
        monkeypatch.setattr(papers, "MOST", 2)
        monkeypatch.setattr(papers, "LARGEST_TOGETHER", 2 * len(PDF) + 10)
        add(meeting, cast.secretary_actor, PDF)

        with pytest.raises(CannotAddPaper, match="cộng lại nặng hơn"):
            add(meeting, cast.secretary_actor, PDF + b"." * 11)
        add(meeting, cast.secretary_actor, PDF)
        with pytest.raises(CannotAddPaper, match="đã có 2 tài liệu"):
            add(meeting, cast.secretary_actor, PDF)

    def test_lets_the_office_of_the_commune_add_one(self):
        commune = a_commune()
        meeting = a_meeting(a_cast(a_cell(commune)))

        assert add(meeting, an_office_of(commune)).pk

    def test_lets_the_minute_taker_add_one_in_the_room(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)

        assert add(meeting, cast.minute_taker_actor()).pk

    def test_refuses_who_may_neither_plan_nor_run(self):
        commune = a_commune()
        cast = a_cast(a_cell(commune))
        meeting = a_meeting(cast)

        for actor in (
            a_member_of(cast.cell),
            a_commune_leader_of(commune),
            a_cast().secretary_actor,
        ):
            with pytest.raises(NotAllowed):
                add(meeting, actor)

    def test_refuses_signed_minutes(self):
        cast = a_cast()
        meeting, _ = a_signed_meeting(cast)

        with pytest.raises(CannotAddPaper, match="đã ký"):
            add(meeting, cast.secretary_actor)


@pytest.mark.django_db
class TestRemovePaper:
    def test_takes_paper_and_bytes_away(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        paper = add(meeting, cast.secretary_actor)

        remove(meeting, paper, cast.secretary_actor)

        with building():
            assert not Paper.objects.exists()
            assert not PaperContent.objects.exists()

    def test_lets_the_office_do_it(self):
        commune = a_commune()
        meeting = a_meeting(a_cast(a_cell(commune)))
        office = an_office_of(commune)

        remove(meeting, add(meeting, office), office)

        with building():
            assert not Paper.objects.exists()

    def test_says_when_it_is_gone(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        paper = add(meeting, cast.secretary_actor)
        other = a_meeting(cast, kind="extraordinary")

        with pytest.raises(CannotRemovePaper, match="không còn"):
            remove(other, paper, cast.secretary_actor)

    def test_refuses_signed_minutes(self):
        cast = a_cast()
        meeting = an_open_meeting(cast)
        paper = add(meeting, cast.secretary_actor)
        finish_and_sign(meeting, cast)

        with pytest.raises(CannotRemovePaper, match="đã ký"):
            remove(meeting, paper, cast.secretary_actor)

    def test_refuses_strangers(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        paper = add(meeting, cast.secretary_actor)

        with pytest.raises(NotAllowed):
            remove(meeting, paper, a_cast().secretary_actor)


def remove(meeting, paper, actor):
    with scope(actor):
        remove_paper(meeting_id=meeting.pk, paper_id=paper.pk, actor=actor, at=NOW)


def finish_and_sign(meeting, cast):
    end(meeting, cast)
    sign_both(meeting, cast)


@pytest.mark.django_db
class TestFileName:
    def test_is_of_one_paper_only_also_after_one_is_taken_off(self):
        cast = a_cast()
        meeting = a_meeting(cast)
        actor = cast.secretary_actor
        first = add(meeting, actor, title="Một")
        add(meeting, actor, title="Hai")
        with scope(actor):
            remove_paper(meeting_id=meeting.pk, paper_id=first.pk, actor=actor, at=NOW)
        add(meeting, actor, title="Ba")

        with building():
            names = list(Paper.objects.order_by("pk").values_list("filename", flat=True))
        assert len(set(names)) == len(names)
