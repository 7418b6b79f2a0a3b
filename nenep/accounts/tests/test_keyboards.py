"""Codes typed from paper while Telex or VNI is on are read as they were meant."""

import random
import re
from datetime import timedelta

import pytest
from argon2.low_level import Type, hash_secret
from django.test import Client
from django.urls import reverse

from nenep.accounts import actions, functions, keys, rules
from nenep.accounts.errors import CannotLogIn, CannotUseSlip
from nenep.accounts.forms import ChangePasswordForm, FirstPasswordForm, LogInForm
from nenep.accounts.tests.builders import PASSWORD, an_account
from nenep.core.tests.keyboards import KeyLost, typed
from nenep.members.tests.builders import a_member
from nenep.organisations.tests.builders import NOW, building

DAY = timedelta(days=1)
# As they were printed until now.
OLD_LETTERS = "23456789ABCDEFGHJKMNPQRTUVWXYZ"


def old_codes(count=300):
    chance = random.Random(9)  # noqa: S311  (the same codes in each run; no secret)
    for _ in range(count):
        letters = "".join(chance.choice(OLD_LETTERS) for _ in range(12))
        yield "-".join(letters[start : start + 4] for start in range(0, 12, 4))


class TestSlipCode:
    @pytest.mark.parametrize(
        ("shown", "meant"),
        [
            ("K7QM-P2XƯ-9TRA", "K7QMP2XW9TRA"),
            ("ĐK7-ÂK8-2345", "DDK7AAK82345"),
            ("k7qm p2xư trà", "K7QMP2XWTRAF"),
        ],
    )
    def test_is_undone(self, shown, meant):
        assert rules.typed_slip(shown) == meant

    @pytest.mark.parametrize("keyboard", ["telex", "vni"])
    def test_of_today_is_what_any_keyboard_shows(self, keyboard):
        for _ in range(500):
            code = rules.new_slip_code()
            assert typed(code, keyboard) == code

    def test_of_before_is_taken_as_it_is(self):
        for code in old_codes():
            assert rules.typed_slip(code) == code.replace("-", "")


@pytest.mark.django_db
class TestSlip:
    @pytest.mark.parametrize("keyboard", ["telex", "vni"])
    def test_opens_whatever_keyboard_it_was_typed_on(self, keyboard):
        account = an_account(a_member())
        tried = unread = 0
        for code in old_codes(80):
            try:
                shown = typed(code, keyboard)
            except KeyLost:
                continue
            if shown == code:
                continue
            tried += 1
            letters = code.replace("-", "")
            with building():
                functions.issue_slip(account.pk, keys.digest(letters), NOW + DAY, NOW)
            try:
                assert actions.use_slip(code=shown, password=PASSWORD, at=NOW) == account.login
            except CannotUseSlip:
                unread += 1
        assert tried > 20
        assert unread == 0

    def test_is_refused_with_the_keyboard_named(self):
        browser = Client(headers={"X-Forwarded-Proto": "https"})
        said = browser.post(reverse("accounts:slip"), {"code": "K7QM-P2XƯ-9TRA"})
        assert said.status_code == 422
        assert re.search(r"bộ gõ.*Telex.*VNI", said.content.decode())


class TestShownPassword:
    @pytest.mark.parametrize("form", [LogInForm, FirstPasswordForm, ChangePasswordForm])
    def test_is_neither_capitalised_nor_corrected(self, form):
        fields = [
            one for one in form() if getattr(one.field.widget, "input_type", "") == "password"
        ]
        assert fields
        for field in fields:
            drawn = str(field)
            for attribute in ('autocapitalize="none"', 'autocorrect="off"', 'spellcheck="false"'):
                assert attribute in drawn, field.name


@pytest.mark.django_db
class TestPassword:
    @pytest.mark.parametrize(
        ("first", "again"),
        [
            ("hoà bình thuỷ lợi", "hòa bình thủy lợi"),
            ("hòa bình thủy lợi", "hoà bình thuỷ lợi"),
            ("rừng xanh suối mát", " rừng xanh suối mát "),
            (" rừng xanh suối mát", "rừng xanh suối mát"),
        ],
    )
    def test_is_the_same_with_blanks_at_its_ends_and_its_tones_elsewhere(self, first, again):
        account = an_account(a_member(), first)
        assert actions.log_in(
            name=account.login, password=again, address="", user_agent="", shared_device=False,
            at=NOW,
        ).key  # fmt: skip

    def test_stays_another_with_another_tone_or_blank_inside(self):
        account = an_account(a_member(), "hoà bình thuỷ lợi")
        for wrong in ("hoá bình thuỷ lợi", "hoàbình thuỷ lợi", "Hoà bình thuỷ lợi"):
            with pytest.raises(CannotLogIn, match="chưa đúng"):
                actions.log_in(
                    name=account.login, password=wrong, address="", user_agent="",
                    shared_device=False, at=NOW,
                )  # fmt: skip

    def test_of_before_still_opens(self):
        """Stored while every letter counted: with the tone where it was typed."""
        account = an_account(a_member())
        salt = "$argon2id$v=19$m=8,t=1,p=1$eHh4eHh4eHh4eHh4eHh4eA"
        with building():
            functions.issue_slip(account.pk, keys.digest("ABC"), NOW + DAY, NOW)
        raw = hash_secret(" hoà bình ".encode(), b"x" * 16, 1, 8, 1, 32, Type.ID).decode()
        assert raw.startswith(salt)
        functions.use_slip(keys.digest("ABC"), raw, NOW)
        assert actions.log_in(
            name=account.login, password=" hoà bình ", address="", user_agent="",
            shared_device=False, at=NOW,
        ).key  # fmt: skip
