"""Every template can be read by itself: what it uses, it loads."""

from pathlib import Path

import pytest
from django.template.loader import get_template

ROOT = Path(__file__).parents[2] / "nenep"
TEMPLATES = sorted(
    str(path.relative_to(folder))
    for folder in ROOT.rglob("templates")
    for path in folder.rglob("*.html")
)


class TestTemplate:
    @pytest.mark.parametrize("name", TEMPLATES)
    def test_loads_what_it_uses(self, name):
        assert get_template(name)
