import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from nenep.accounts.tests.builders import an_account, log_in
from nenep.members.tests.builders import a_member


@pytest.mark.django_db
class TestPages:
    def test_refuse_inline_style_and_script_and_other_hosts(self):
        policy = Client().get("/dang-nhap/").headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy

    def test_load_only_files_that_are_there(self):
        page = Client().get(reverse("web:gallery")).content.decode()
        addresses = re.findall(r'(?:src|href)="/static/[0-9a-f]{16}/([^"#]+)', page)
        assert len(addresses) >= 8
        assert [address for address in addresses if finders.find(address) is None] == []

    def test_name_fonts_that_are_there(self):
        styles = Path(finders.find("web/fonts.css"))
        files = re.findall(r'url\("\.\./([^"]+)"\)', styles.read_text(encoding="utf-8"))
        assert len(files) == 9
        assert [name for name in files if finders.find(name) is None] == []

    def test_of_components_show_every_one_of_them(self):
        folder = Path(settings.PROJECT_ROOT, "nenep/web/templates/components")
        gallery = Path(settings.PROJECT_ROOT, "nenep/web/templates/web/gallery.html").read_text()
        names = {path.stem.replace("_", "-") for path in folder.glob("*.html")} - {"icon"}
        assert [name for name in sorted(names) if f"<c-{name}" not in gallery] == []

    def test_not_found_speaks_vietnamese_in_the_shell(self):
        client = log_in(Client(), an_account(a_member()))
        response = client.get("/khong-co/")
        assert response.status_code == 404
        assert "Không tìm thấy trang" in response.content.decode()
        assert 'aria-label="Menu chính"' in response.content.decode()

    def test_with_an_old_token_say_what_to_do(self):
        client = Client(enforce_csrf_checks=True)
        response = client.post("/dang-nhap/", {"name": "a", "password": "b"})
        assert response.status_code == 403
        assert "tải lại trang rồi gửi lại" in response.content.decode()

    def test_failures_stand_alone(self):
        for name in ("400.html", "500.html"):
            text = Path(settings.PROJECT_ROOT, "nenep/web/templates", name).read_text()
            assert "extends" not in text
            assert "<c-" not in text


class TestMonitoring:
    def test_health_asks_nothing_of_the_database(self):
        # No database is allowed in this test.
        assert Client().get("/health").json() == {"status": "up"}

    @pytest.mark.django_db
    def test_ready_says_that_every_migration_is_there(self):
        assert Client().get("/ready").json() == {"status": "ready"}
