import pytest

from nenep.core.declared import by_code, declaring


class TestDeclaring:
    def test_finds_the_file_of_each_app_once(self, settings):
        found = [module.__name__ for module in declaring("permissions")]
        assert "nenep.members.permissions" in found
        assert len(found) == len(set(found))
        apps = [name.removesuffix(".permissions") for name in found]
        assert apps == [app for app in settings.INSTALLED_APPS if app in apps]

    def test_finds_nothing_where_no_app_has_such_a_file(self):
        assert list(declaring("no_such_file")) == []


class TestByCode:
    def test_keeps_the_order(self):
        assert by_code(["b", "a"], str.upper) == {"B": "b", "A": "a"}
        assert list(by_code(["b", "a"], str.upper)) == ["B", "A"]

    def test_refuses_what_is_declared_twice(self):
        with pytest.raises(ValueError, match=r"Declared twice: A\."):
            by_code(["a", "b", "A"], str.upper)
