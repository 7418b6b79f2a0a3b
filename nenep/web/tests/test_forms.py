"""Every form that writes is written once, and every form of ours can be refused as one."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings

from nenep.core.errors import NotAllowed, Refusal
from nenep.core.forms import Form, done, refused

# Forms that are asked anew each time, with the reason; by template, and how many there are.
ANEW = {
    "accounts/mine.html": (1, "log-out"),
    "accounts/log_in.html": (1, "log-in"),
    "accounts/slip.html": (1, "log-in"),
    "accounts/posts.html": (1, "chooses the duty of this log-in; the same again is meant"),
    "web/menu_way.html": (1, "chooses the duty of this log-in; the same again is meant"),
    "web/today.html": (3, "chooses the duty of this log-in; the same again is meant"),
    "web/page_row.html": (1, "chooses the duty of this log-in; the same again is meant"),
    "meetings/other_duty.html": (1, "chooses the duty of this log-in; the same again is meant"),
    "accounts/first_password.html": (1, "a password"),
    "accounts/change_password.html": (1, "a password"),
    "accounts/unit.html": (1, "prints passwords"),
    "accounts/leaders.html": (1, "prints passwords"),
    "meetings/enter_sheet.html": (1, "a password"),
    "meetings/sign.html": (2, "signing, a password"),
    "meetings/sign_beside.html": (1, "signing, a password"),
    "meetings/sign_with_code.html": (2, "signing"),
    "meetings/signing_code.html": (1, "signing"),
    "meetings/text_to_sign.html": (1, "reads what a signing code opens"),
    "meetings/own_confirmation.html": (1, "confirms, as signing does"),
    "meetings/check.html": (1, "looks something up"),
    "meetings/enter_code.html": (1, "looks something up"),
    "components/command.html": (1, "a command of the room, with an id of its own"),
}


def templates():
    """Yield every template by its name."""
    for folder in Path(settings.PROJECT_ROOT, "nenep").glob("**/templates"):
        for path in sorted(folder.rglob("*.html")):
            name = str(path.relative_to(folder))
            yield name, path.read_text("utf-8")


class TestForms:
    def test_carry_an_id_unless_they_are_asked_anew(self):
        without = {
            name: text.count("{% csrf_token %}")
            for name, text in templates()
            if "{% csrf_token %}" in text
        }
        assert without == {name: number for name, (number, _) in ANEW.items()}

    def test_that_write_carry_one_or_the_other(self):
        bare = [
            name
            for name, text in templates()
            for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL)
            if re.search(r'method="post"|hx-post', form)
            and "{% csrf_token %}" not in form
            and "{% sent_once %}" not in form
        ]
        assert bare == []

    def test_of_ours_have_one_base(self):
        def below(kind):
            for one in kind.__subclasses__():
                yield one
                yield from below(one)

        strange = [
            one.__name__
            for one in below(forms.Form)
            if one.__module__.startswith("nenep.")
            and ".tests." not in one.__module__
            and one.__module__ != "nenep.web.gallery"
            and not issubclass(one, Form)
        ]
        assert strange == []


class Typed(Form):
    day = forms.CharField()

    def values(self):
        return {"of": self.cleaned_data["day"]}


class TestDone:
    def test_acts_with_the_form_s_values(self):
        seen = {}
        assert done(Typed({"day": "3"}), lambda **values: seen.update(values), at=1)
        assert seen == {"of": "3", "at": 1}

    def test_does_nothing_with_a_wrong_form(self):
        def never(**_):
            pytest.fail("It acted.")

        assert not done(Typed({"day": ""}), never)

    @pytest.mark.parametrize(
        ("field", "where"), [("day", "day"), (None, "__all__"), ("x", "__all__")]
    )
    def test_puts_a_refusal_beside_its_field(self, field, where):
        def refuse(**_):
            raise Refusal("Ngày đã qua.", field=field)

        form = Typed({"day": "3"})
        assert not done(form, refuse)
        assert form.errors == {where: ["Ngày đã qua."]}

    def test_lets_what_is_not_allowed_through(self):
        def refuse(**_):
            raise NotAllowed("Không có quyền.")

        with pytest.raises(NotAllowed):
            done(Typed({"day": "3"}), refuse)


class TestRefused:
    def test_refuses_every_form_inside_and_none_after(self):
        with refused("Đã gửi."):
            form = Typed({"day": "3"})
            assert form.non_field_errors() == ["Đã gửi."]
            assert Typed().non_field_errors() == []
        assert Typed({"day": "3"}).is_valid()
