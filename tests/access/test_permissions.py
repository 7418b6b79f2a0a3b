"""Permissions are declared by their apps; a role is what they say together."""

import inspect

import pytest

from nenep.access import roles
from nenep.access.permissions import Permission
from nenep.access.roles import ROLES, Desk, permissions_of

DESKS = [role for role in ROLES.values() if issubclass(role, Desk) and role is not Desk]


class TestPermission:
    def test_stands_for_what_every_app_declares(self):
        assert len(Permission) == len(list(Permission)) >= 32
        assert {type(one) for one in Permission} == set(Permission.__subclasses__())

    def test_has_a_code_of_its_own(self):
        codes = [one.value for one in Permission]
        assert len(set(codes)) == len(codes)

    @pytest.mark.parametrize("code", ["", "a b", "a,b", "a.b", "A", "a'b", " a", "a\n"])
    def test_has_no_code_that_a_setting_would_read_otherwise(self, code):
        with pytest.raises(ValueError, match="small letters"):
            type(Permission)("Bad", (Permission,), _body(code))
        assert code not in [one.value for one in Permission]

    def test_says_what_it_allows(self):
        for one in Permission:
            assert one.meaning.rstrip().endswith((".", ")."))


class TestRole:
    def test_includes_what_its_bases_may_do(self):
        for role in ROLES.values():
            for base in inspect.getmro(role)[1:]:
                if isinstance(base, type(roles.Role)):
                    assert base.permissions <= role.permissions

    @pytest.mark.parametrize("code", ["deliver", "personal_view"])
    def test_of_a_person_never_holds_what_only_a_job_or_one_action_does(self, code):
        assert not [role for role in ROLES.values() if code in role.permissions]

    def test_of_the_office_is_every_desk(self):
        assert len(DESKS) == 5  # the office itself is every one
        for desk in DESKS:
            assert desk.permissions <= roles.CommuneOffice.permissions

    def test_of_several_desks_is_what_each_may_do_and_no_more(self):
        both = permissions_of("desk_inspection+desk_treasurer")
        assert both == roles.InspectionDesk.permissions | roles.TreasurerDesk.permissions
        assert "members_edit" not in both
        with pytest.raises(KeyError):
            permissions_of("desk_inspection+")

    def test_of_the_treasurer_sees_nobody_by_name(self):
        names = {"roster_view", "meeting_view", "minutes_view", "reasons_view", "unmask"}
        assert not names & roles.TreasurerDesk.permissions


def _body(code):
    body = type(Permission).__prepare__("Bad", (Permission,))
    body["__module__"] = __name__
    body["ONE"] = (code, "Do it.")
    return body
