from datetime import timedelta

import pytest

from nenep.access.scope import widened
from nenep.accounts import actions, functions, keys
from nenep.accounts.errors import (
    CannotLockAccount,
    CannotLogIn,
    CannotOpenAccount,
    CannotPrintSlip,
    CannotSetPassword,
    CannotUseSlip,
)
from nenep.accounts.models import Account
from nenep.accounts.tests.builders import PASSWORD, an_account
from nenep.audit.models import Event
from nenep.core.errors import NotAllowed
from nenep.members.tests.builders import (
    a_member,
    a_member_of,
    a_post,
    a_secretary_of,
    an_office_of,
)
from nenep.organisations.tests.builders import NOW, a_cell, a_commune, building

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def print_slip(member, actor, at=NOW):
    with building(), widened(actor):
        return actions.print_slip(member_id=member.pk, actor=actor, at=at)


class TestPrintSlip:
    def test_opens_the_account_and_shows_the_code_once(self):
        cell = a_cell()
        member = a_member(cell, "Lò Văn Hùng")
        slip = print_slip(member, a_secretary_of(cell))
        assert (slip.name, slip.login) == ("Lò Văn Hùng", "hung.lv")
        assert slip.expires_at == NOW + timedelta(days=3)
        with building():
            codes = list(Event.objects.values_list("code", flat=True))
        assert "account.slip_printed" in codes
        assert "account.opened" in codes

    def test_gives_two_of_the_same_name_different_log_ins(self):
        cell = a_cell()
        secretary = a_secretary_of(cell)
        logins = [print_slip(a_member(cell, "Lò Văn Hùng"), secretary).login for _ in range(3)]
        assert logins == ["hung.lv", "hung.lv2", "hung.lv3"]

    def test_refuses_somebody_of_another_cell(self):
        commune = a_commune()
        cell, other = a_cell(commune), a_cell(commune)
        stranger = a_member(other)
        with pytest.raises(CannotPrintSlip, match="Chưa chọn ai"):
            print_slip(stranger, a_secretary_of(cell))

    def test_refuses_a_plain_member(self):
        cell = a_cell()
        member = a_member(cell)
        with pytest.raises(NotAllowed):
            print_slip(member, a_member_of(cell))

    def test_refuses_whoever_holds_a_post_outside_the_range(self):
        # Else a cell's secretary could enter as the commune's office.
        commune = a_commune()
        cell = a_cell(commune)
        member = a_member(cell)
        a_post("office", commune, member)
        with pytest.raises(CannotPrintSlip, match="ngoài phạm vi"):
            print_slip(member, a_secretary_of(cell))
        assert print_slip(member, an_office_of(commune)).code

    def test_a_post_that_has_ended_does_not_matter(self):
        commune = a_commune()
        cell = a_cell(commune)
        member = a_member(cell)
        a_post("office", commune, member, valid_to=NOW.date())
        assert print_slip(member, a_secretary_of(cell)).code


class TestUseSlip:
    def test_sets_the_password_once_only(self):
        cell = a_cell()
        slip = print_slip(a_member(cell), a_secretary_of(cell))
        assert actions.use_slip(code=slip.code.lower(), password=PASSWORD, at=NOW) == slip.login
        with pytest.raises(CannotUseSlip, match="đã dùng rồi"):
            actions.use_slip(code=slip.code, password="một câu khác hẳn", at=NOW)

    def test_refuses_after_three_days(self):
        cell = a_cell()
        slip = print_slip(a_member(cell), a_secretary_of(cell))
        late = NOW + timedelta(days=3)
        with pytest.raises(CannotUseSlip, match="quá 3 ngày"):
            actions.use_slip(code=slip.code, password=PASSWORD, at=late)
        just = late - timedelta(seconds=1)
        assert actions.use_slip(code=slip.code, password=PASSWORD, at=just)

    def test_a_new_slip_ends_the_one_before(self):
        cell = a_cell()
        member, secretary = a_member(cell), a_secretary_of(cell)
        first = print_slip(member, secretary)
        second = print_slip(member, secretary)
        with pytest.raises(CannotUseSlip):
            actions.use_slip(code=first.code, password=PASSWORD, at=NOW)
        assert actions.use_slip(code=second.code, password=PASSWORD, at=NOW)

    def test_a_weak_password_leaves_the_slip_valid(self):
        cell = a_cell()
        slip = print_slip(a_member(cell), a_secretary_of(cell))
        with pytest.raises(CannotSetPassword, match="cần ít nhất 8"):
            actions.use_slip(code=slip.code, password="ngắn", at=NOW)
        assert actions.use_slip(code=slip.code, password=PASSWORD, at=NOW)

    def test_ends_the_sessions_of_whoever_knew_the_old_password(self):
        cell = a_cell()
        member, secretary = a_member(cell), a_secretary_of(cell)
        account = an_account(member)
        key = actions.log_in(
            name=account.login, password=PASSWORD, address="", user_agent="",
            shared_device=False, at=NOW,
        ).key  # fmt: skip
        slip = print_slip(member, secretary)
        actions.use_slip(code=slip.code, password="một câu khác hẳn", at=NOW)
        assert functions.open_session(keys.digest(key), NOW) is None


class TestLockAccount:
    def test_shuts_the_door_and_the_slip_at_once(self):
        cell = a_cell()
        secretary = a_secretary_of(cell)
        member = a_member(cell)
        account = an_account(member)
        slip = print_slip(member, secretary)
        with building(), widened(secretary):
            actions.lock_account(account_id=account.pk, actor=secretary, at=NOW)
        with pytest.raises(CannotUseSlip):
            actions.use_slip(code=slip.code, password=PASSWORD, at=NOW)
        with pytest.raises(CannotLogIn):
            actions.log_in(
                name=account.login, password=PASSWORD, address="", user_agent="",
                shared_device=False, at=NOW,
            )  # fmt: skip
        with pytest.raises(CannotPrintSlip, match="đang khóa"):
            print_slip(member, secretary)

    def test_opens_again_with_the_old_password(self):
        cell = a_cell()
        secretary = a_secretary_of(cell)
        account = an_account(a_member(cell))
        with building(), widened(secretary):
            actions.lock_account(account_id=account.pk, actor=secretary, at=NOW)
            actions.unlock_account(account_id=account.pk, actor=secretary, at=NOW)
        assert actions.log_in(
            name=account.login, password=PASSWORD, address="", user_agent="",
            shared_device=False, at=NOW,
        )  # fmt: skip

    def test_refuses_whoever_holds_a_post_outside_the_range(self):
        commune = a_commune()
        cell = a_cell(commune)
        member = a_member(cell)
        a_post("office", commune, member)
        account = an_account(member)
        secretary = a_secretary_of(cell)
        with building(), widened(secretary), pytest.raises(CannotLockAccount):
            actions.lock_account(account_id=account.pk, actor=secretary, at=NOW)
        with building():
            assert Account.objects.get(pk=account.pk).is_open


class TestCreateAdministrator:
    def test_gives_a_slip_and_no_content(self):
        code = actions.create_administrator(login="quantri", at=NOW)
        assert actions.use_slip(code=code, password=PASSWORD, at=NOW) == "quantri"
        with building():
            account = Account.objects.get(login="quantri")
        assert account.administers
        assert account.member_id is None

    def test_refuses_a_name_that_is_taken_or_has_another_form(self):
        actions.create_administrator(login="quantri", at=NOW)
        with pytest.raises(CannotOpenAccount, match="đã có người dùng"):
            actions.create_administrator(login="quantri", at=NOW)
        with pytest.raises(CannotOpenAccount, match="chữ cái"):
            actions.create_administrator(login="0912345678", at=NOW)
