"""Codes on paper that were typed while Telex or VNI is on: of the book, of a sheet, to sign."""

import hashlib

import pytest
from django.urls import reverse

from nenep.core.keyboards import has_marks
from nenep.core.tests.keyboards import KeyLost, typed
from nenep.meetings.book import code as book_code
from nenep.meetings.book.actions import is_in_a_book
from nenep.meetings.book.code import code_of
from nenep.meetings.paper.code import meeting_of, sheet_code
from nenep.meetings.signing.actions.sign_paper import is_beginning
from nenep.meetings.tests.builders import a_cast, a_signed_meeting
from nenep.meetings.tests.signing.test_second_signer import World, methods, with_code
from nenep.meetings.tests.visitors import a_browser, text_of
from nenep.organisations.tests.builders import NOW

KEYBOARDS = pytest.mark.parametrize("keyboard", ["telex", "vni"])
HASHES = [hashlib.sha256(f"mục {n}".encode()).hexdigest() for n in range(60)]


def shown(codes, keyboard):
    """The codes that a keyboard spoils without losing a key, with what it shows instead."""
    for code in codes:
        try:
            screen = typed(code, keyboard)
        except KeyLost:
            continue
        if screen != code.upper():
            yield code, screen


def grouped(entry_hash, digits):
    """The code at the foot of the page, or its beginning."""
    return " ".join(entry_hash[at : at + 4] for at in range(0, digits, 4))


class TestReading:
    @KEYBOARDS
    def test_finds_the_code_of_an_entry_among_the_readings(self, keyboard):
        by_code = {code_of(one): one for one in HASHES}
        tried = list(shown(by_code, keyboard))
        assert len(tried) > 10
        for code, screen in tried:
            assert by_code[code][:20] in book_code.beginnings_of_hash(screen), (code, screen)

    @KEYBOARDS
    def test_finds_the_hash_at_the_foot_among_the_readings(self, keyboard):
        by_code = {grouped(one, 20): one for one in HASHES}
        tried = list(shown(by_code, keyboard))
        assert len(tried) > 10
        for code, screen in tried:
            assert by_code[code][:20] in book_code.beginnings_of_hash(screen), (code, screen)

    @KEYBOARDS
    def test_finds_the_beginning_of_a_hash_that_was_signed_on_paper(self, keyboard):
        by_code = {grouped(one, 8): one for one in HASHES}
        for code, screen in shown(by_code, keyboard):
            assert is_beginning(screen, by_code[code]), (code, screen)

    @KEYBOARDS
    def test_finds_the_meeting_of_a_sheet(self, keyboard):
        by_code = {sheet_code(pk): pk for pk in range(30_000_000, 30_000_300)}
        tried = list(shown(by_code, keyboard))
        assert len(tried) > 10
        # A swallowed key leaves no mark: the code is then a wrong one, and refused.
        for code, screen in (one for one in tried if has_marks(one[1])):
            assert meeting_of(screen) == by_code[code], (code, screen)


@pytest.mark.world("signed")
@pytest.mark.django_db
class TestCheck:
    @KEYBOARDS
    def test_finds_an_entry_and_counts_no_wrong_reading(self, keyboard):
        entry = a_signed_meeting(a_cast())[1]
        for printed in (code_of(entry.hash), grouped(entry.hash, 64), "Ađâê" * 5):
            try:
                screen = typed(printed, keyboard)
            except KeyLost:
                continue
            found = is_in_a_book(code=screen, address="10.0.0.1", at=NOW)
            assert found is (printed != "Ađâê" * 5)

    def test_names_the_keyboard_where_nothing_is_found(self):
        a_signed_meeting(a_cast())
        answer = a_browser().post(reverse("meetings:check"), {"code": "ĐK7À-0000-0000-0000"})
        assert "Telex" in text_of(answer)


@pytest.mark.django_db
class TestSigningCode:
    def test_signs_as_any_keyboard_shows_it_and_the_refusal_names_the_keyboard(self):
        world = World(account=False)
        code = world.code()
        assert "Telex" in text_of(with_code("ĐK7À-0000-0000"))
        for keyboard in ("telex", "vni"):
            assert typed(code, keyboard) == code
        with_code(code, step="sign")
        assert methods() == {"minute_taker": "code"}
