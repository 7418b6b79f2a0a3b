from datetime import timedelta

import pytest
from argon2.low_level import hash_secret

from nenep.accounts import actions, functions, keys, passwords, rules
from nenep.accounts.errors import CannotLogIn
from nenep.accounts.tests.builders import PASSWORD, an_account
from nenep.audit.models import Event
from nenep.members.tests.builders import a_member
from nenep.organisations.tests.builders import EVERYTHING, NOW, a_cell, building

WRONG = "sai mật khẩu"

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def enter(name, password=PASSWORD, *, address="192.0.2.1", shared=False, at=NOW):
    return actions.log_in(
        name=name, password=password, address=address, user_agent="", shared_device=shared, at=at
    )


def refused(name, password=WRONG, **more):
    with pytest.raises(CannotLogIn) as refusal:
        enter(name, password, **more)
    return str(refusal.value)


class TestLogIn:
    def test_opens_a_session_of_fourteen_days(self):
        account = an_account(a_member())
        key = enter(account.login).key
        opened = functions.open_session(keys.digest(key), NOW)
        assert opened.account_id == account.pk
        assert opened.expires_at == NOW + timedelta(days=14)

    def test_takes_the_name_with_marks_blanks_and_capitals(self):
        account = an_account(a_member(full_name="Lò Văn Hùng"))
        assert account.login == "hung.lv"
        assert enter(" Hùng.LV ").key

    def test_takes_a_phone_only_one_person_has(self):
        an_account(a_member(phone="0912345678"))
        assert enter("+84 912 345 678").key

    def test_refuses_a_phone_two_persons_have(self):
        cell = a_cell()
        an_account(a_member(cell, phone="0912345678"))
        a_member(cell, phone="0912345678")
        assert "chưa đúng" in refused("0912345678", PASSWORD)

    def test_never_says_whether_a_name_exists(self):
        account = an_account(a_member())
        assert refused(account.login) == refused("khong.co")

    def test_refuses_whoever_has_set_no_password(self):
        member = a_member(full_name="Cầm Thị Diệp")

        with building():
            actions.print_slip(member_id=member.pk, actor=EVERYTHING, at=NOW)
        assert "chưa đúng" in refused("diep.ct", "")

    def test_is_logged_without_the_name(self):
        account = an_account(a_member(full_name="Lò Văn Hùng"))
        enter(account.login)
        refused("khong.co")
        with building():
            events = list(Event.objects.filter(code__startswith="account.log"))
        assert {event.code for event in events} == {"account.logged_in", "account.log_in_failed"}
        written = " ".join(f"{event.words} {event.label}" for event in events).lower()
        assert "hung" not in written
        assert "hùng" not in written
        assert "khong.co" not in written


class TestThrottle:
    def test_waits_after_five_failures_even_with_the_right_password(self):
        account = an_account(a_member())
        for _ in range(rules.MOST_FAILURES_BY_NAME):
            assert "chưa đúng" in refused(account.login)
        assert "Đợi đến 19 giờ 45" in refused(account.login, PASSWORD)

    def test_lets_in_again_after_the_window(self):
        account = an_account(a_member())
        for _ in range(rules.MOST_FAILURES_BY_NAME):
            refused(account.login)
        assert enter(account.login, at=NOW + timedelta(minutes=rules.WINDOW_MINUTES)).key

    def test_waiting_is_not_made_longer_by_trying(self):
        account = an_account(a_member())
        for _ in range(rules.MOST_FAILURES_BY_NAME):
            refused(account.login)
        for minute in range(1, rules.WINDOW_MINUTES):
            refused(account.login, at=NOW + timedelta(minutes=minute))
        assert enter(account.login, at=NOW + timedelta(minutes=rules.WINDOW_MINUTES)).key

    def test_a_right_password_clears_the_name(self):
        account = an_account(a_member())
        for second in range(rules.MOST_FAILURES_BY_NAME - 1):
            refused(account.login, at=NOW + timedelta(seconds=second))
        enter(account.login, at=NOW + timedelta(seconds=10))
        for second in range(11, 11 + rules.MOST_FAILURES_BY_NAME - 1):
            assert "chưa đúng" in refused(account.login, at=NOW + timedelta(seconds=second))

    def test_a_name_and_a_phone_of_one_account_count_together(self):
        account = an_account(a_member(phone="0912345678"))
        for _ in range(rules.MOST_FAILURES_BY_NAME - 1):
            refused(account.login)
        refused("0912345678")
        assert "Đợi đến" in refused("0912345678", PASSWORD)

    def test_counts_a_name_nobody_has_as_well(self):
        for _ in range(rules.MOST_FAILURES_BY_NAME):
            refused("khong.co")
        assert "Đợi đến" in refused("khong.co")

    def test_waits_after_many_failures_from_one_place_whatever_the_name(self):
        account = an_account(a_member())
        for number in range(rules.MOST_FAILURES_BY_PLACE):
            refused(f"nguoi.{'abcdefghij'[number % 10]}{number}", address="192.0.2.9")
        assert "Đợi đến" in refused(account.login, PASSWORD, address="192.0.2.9")
        assert enter(account.login, address="192.0.2.10").key


class TestSharedNumber:
    """A number that a second person gets opens nothing any more, and says nothing of it."""

    @pytest.mark.parametrize("name", ["0912345678", "0987654321", "khong.co"])
    def test_is_refused_with_the_way_in_by_name(self, name):
        cell = a_cell()
        account = an_account(a_member(cell, phone="0912345678"))
        a_member(cell, phone="0912345678")

        assert "hoặc dùng tên đăng nhập" in refused(name, PASSWORD)
        assert enter(account.login).key

    def test_costs_one_hash_whoever_holds_it(self, monkeypatch):
        cell = a_cell()
        for number in ("0911111111", "0922222222", "0922222222"):
            an_account(a_member(cell, phone=number))
        hashed = []

        def counting(*values, **more):
            hashed.append(values)
            return hash_secret(*values, **more)

        monkeypatch.setattr(passwords, "hash_secret", counting)
        for name in ("0911111111", "0922222222", "0933333333", "khong.co"):
            refused(name)
        assert len(hashed) == 4
        # The same work: memory, passes and lanes.
        assert len({(values[2], values[3], values[4]) for values in hashed}) == 1
