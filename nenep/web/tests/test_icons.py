import re
from pathlib import Path

import pytest
from django.conf import settings

from nenep.web import icons

_PACKAGES = Path(settings.PROJECT_ROOT, "node_modules")
_USED = re.compile(r'(?:<c-icon name|<c-[a-z-]+[^>]*? icon)="([a-z0-9-]+)"', re.S)


def templates():
    return list(Path(settings.PROJECT_ROOT, "nenep").rglob("templates/**/*.html"))


class TestSprite:
    def test_is_cut_from_the_package_as_it_stands(self):
        assert icons.SPRITE.read_text(encoding="utf-8") == icons.build(_PACKAGES)

    def test_holds_every_icon_a_template_names(self):
        used = {
            (name, path.name)
            for path in templates()
            for name in _USED.findall(path.read_text(encoding="utf-8"))
        }
        assert len(used) > 20
        assert [one for one in sorted(used) if one[0] not in icons.NAMES] == []

    def test_says_which_name_the_package_does_not_have(self, monkeypatch):
        monkeypatch.setattr(icons, "NAMES", ("home", "khong-co"))
        with pytest.raises(LookupError, match="khong-co"):
            icons.build(_PACKAGES)


class TestTemplates:
    def test_have_no_inline_style_or_script(self):
        inline = re.compile(
            r"<style|<(?!c-)[a-z][^>]*\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)|hx-on|javascript:"
        )
        found = [
            f"{path.name}: {match.group()}"
            for path in templates()
            for match in inline.finditer(path.read_text(encoding="utf-8"))
        ]
        assert found == []
