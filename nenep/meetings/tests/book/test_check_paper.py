"""Comparing a code on paper with the books, without log-in."""

import io
import logging
from datetime import timedelta

import docx
import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from nenep.accounts import rules
from nenep.accounts.models import Account
from nenep.accounts.tests.builders import log_in
from nenep.core import clock
from nenep.documents.docx import render_docx
from nenep.documents.pdf import render_pdf
from nenep.meetings.book import reading
from nenep.meetings.book.actions import TooManyTries, is_in_a_book
from nenep.meetings.book.code import beginning_of_hash, code_of
from nenep.meetings.printed import minutes_of, resolution_of
from nenep.meetings.tests.builders import PASSWORD, a_cast, a_signed_meeting
from nenep.meetings.tests.signing.test_correction import corrected
from nenep.organisations.tests.builders import NOW, building

HEX = "0123456789abcdef"
WRONG = "0000-0000-0000-0000"


def check(code, *, address="10.0.0.1", at=NOW):
    return is_in_a_book(code=code, address=address, at=at)


def sealed():
    return a_signed_meeting(a_cast())[1]


class TestCode:
    @given(st.text(HEX, min_size=64, max_size=64))
    def test_comes_back_however_it_is_typed(self, entry_hash):
        code = code_of(entry_hash)

        for typed in (
            code,
            code.lower(),
            code.replace("-", " "),
            code.replace("-", ""),
            code.replace("1", "l").replace("0", "o"),
            " ".join(entry_hash[start : start + 4] for start in range(0, 64, 4)),
            entry_hash[:20].upper(),
        ):
            assert beginning_of_hash(typed) == entry_hash[:20]

    @given(st.text(max_size=80))
    def test_of_anything_is_twenty_digits_or_nothing(self, typed):
        found = beginning_of_hash(typed)

        assert found == "" or (len(found) == 20 and set(found) <= set(HEX))

    @pytest.mark.parametrize("typed", ["", "ABCD", "U" * 16, "%" * 20, "f" * 19, "f" * 65])
    def test_is_none_if_it_is_too_short_too_long_or_other_signs(self, typed):
        assert beginning_of_hash(typed) == ""


@pytest.mark.world("signed")
@pytest.mark.django_db
class TestAnswer:
    def test_is_yes_for_what_is_on_paper_and_no_for_the_rest(self):
        entry = sealed()

        assert check(code_of(entry.hash)) is True
        assert check(entry.hash) is True
        last = "0" if entry.hash[19] != "0" else "1"
        assert check(entry.hash[:19] + last) is False
        assert check("không phải mã") is False

    @pytest.mark.world("cast")
    def test_is_yes_for_paper_that_was_corrected_since(self):
        _, _, first, second = corrected()

        assert check(code_of(first.hash)) is check(code_of(second.hash)) is True

    @pytest.mark.parametrize("beginning", ["%", "_" * 20, "%" * 20, ""])
    def test_of_the_function_takes_no_pattern(self, beginning):
        sealed()
        with connection.cursor() as cursor:
            cursor.execute("SELECT meetings_is_in_a_book(%s, %s, %s)", [beginning, b"place", NOW])
            assert cursor.fetchone() == (False,)

    def test_stops_after_too_many_wrong_codes_from_one_place(self):
        entry = sealed()
        for _ in range(rules.MOST_FAILURES_BY_PLACE):
            assert check(WRONG) is False

        with pytest.raises(TooManyTries):
            check(code_of(entry.hash))
        assert check(code_of(entry.hash), address="10.0.0.2") is True
        later = NOW + timedelta(minutes=rules.WINDOW_MINUTES, seconds=1)
        assert check(code_of(entry.hash), at=later) is True

    def test_right_ones_are_not_counted(self):
        code = code_of(sealed().hash)

        assert all(check(code) for _ in range(rules.MOST_FAILURES_BY_PLACE + 1))

    @pytest.mark.world("cast")
    def test_wrong_ones_lock_nobody_out(self):
        cast = a_cast()
        for _ in range(rules.MOST_FAILURES_BY_PLACE):
            check(WRONG, address="192.0.2.7", at=clock.now())

        assert log_in(Client(), account_of(cast), PASSWORD).get("/tai-khoan/").status_code == 200


@pytest.mark.world("signed")
@pytest.mark.django_db
class TestPage:
    address = "/kiem-tra/"

    def test_is_open_to_all_and_answers_in_two_words(self):
        entry = sealed()
        stranger = Client()
        assert stranger.get(self.address).status_code == 200

        right = stranger.post(self.address, {"code": code_of(entry.hash)})
        wrong = stranger.post(self.address, {"code": WRONG})

        assert "<strong>Khớp.</strong>" in right.content.decode()
        assert "<strong>Không khớp.</strong>" in wrong.content.decode()
        with building():
            said = [entry.organisation.name, entry.hash, *reading.read(entry)["roles"].values()]
        for response in (right, wrong):
            assert not [one for one in said if one in response.content.decode()]
            assert response["Cache-Control"] == "no-store, private"
            assert not response.cookies.get("nenep_session")

    @pytest.mark.world("cast")
    def test_says_the_same_of_an_unknown_code_and_of_no_code(self):
        stranger = Client()

        def said(code):
            page = stranger.post(self.address, {"code": code}).content.decode()
            return page.replace(code, "").split("<main")[1]

        first = said(WRONG).split("csrfmiddlewaretoken")[0]
        assert first == said("chữ viết thường").split("csrfmiddlewaretoken")[0]

    @pytest.mark.world("cast")
    @pytest.mark.parametrize("typed", [{}, {"code": " "}, {"code": "x" * 300}])
    def test_says_what_is_wrong_with_the_field(self, typed):
        response = Client().post(self.address, typed)

        assert response.status_code == 422
        assert "khớp.</strong>" not in response.content.decode().lower()

    @pytest.mark.world("cast")
    def test_asks_to_wait(self):
        stranger = Client()
        for _ in range(rules.MOST_FAILURES_BY_PLACE):
            stranger.post(self.address, {"code": WRONG})

        response = stranger.post(self.address, {"code": WRONG})

        assert response.status_code == 422
        assert "Hãy đợi 15 phút" in response.content.decode()

    def test_leaves_no_code_in_the_log(self, caplog):
        caplog.set_level(logging.DEBUG)
        code = code_of(sealed().hash)

        Client().post(self.address, {"code": code})

        assert code not in caplog.text
        assert "kiem-tra/" not in [getattr(one, "path", "") for one in caplog.records]


@pytest.mark.world("signed")
@pytest.mark.django_db
class TestPaper:
    @pytest.mark.parametrize("describe", [minutes_of, resolution_of])
    def test_carries_code_and_mark(self, describe, settings):
        settings.SITE_URL = "https://nenep.vi-du.vn"
        entry = sealed()

        pdf, word, images, pictures = printed(entry, describe)

        for text in (pdf, word):
            assert code_of(entry.hash) in text
            assert "https://nenep.vi-du.vn/kiem-tra/" in text
        # The drawing has no picture in the PDF: its lines are on the page.
        assert images == 0
        assert pictures == 1

    def test_carries_no_mark_without_a_public_address(self, settings):
        settings.SITE_URL = ""
        entry = sealed()

        pdf, word, _, pictures = printed(entry, minutes_of)

        for text in (pdf, word):
            assert f"Mã kiểm tra: {code_of(entry.hash)}." in text
            assert "Quét mã" not in text
        assert pictures == 0

    def test_keeps_the_code_out_of_what_a_server_is_asked_for(self, settings):
        settings.SITE_URL = "https://nenep.vi-du.vn"
        entry = sealed()

        with building():
            asked, _, fragment = reading.verification(entry).check_address.partition("#")

        assert asked == "https://nenep.vi-du.vn" + reverse("meetings:check")
        assert beginning_of_hash(fragment) == entry.hash[:20]


def account_of(cast):
    with building():
        return Account.objects.get(member=cast.secretary)


def printed(entry, describe):
    """Text of PDF and Word, and how many pictures each holds."""
    with building():
        document = describe(entry)
        layout = reading.layout_of(reading.rulebook_of(reading.read(entry)))
    pdf = pypdf.PdfReader(io.BytesIO(render_pdf(document, layout)))
    word = docx.Document(io.BytesIO(render_docx(document, layout)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return (
        " ".join(" ".join(page.extract_text() for page in pdf.pages).split()),
        " ".join(cells),
        sum(len(page.images) for page in pdf.pages),
        len(word.inline_shapes),
    )
