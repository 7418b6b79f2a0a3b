"""The service worker keeps all that the room's shell needs, and the app can be installed."""

import json
import re
import struct

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from nenep.web.offline import kept_files, service_worker

IMPORT = re.compile(r'from "(\.[^"]+)"')


class TestServiceWorker:
    def test_keeps_every_file_of_the_shell(self):
        page = Client().get(reverse("meetings:room_shell")).content.decode()
        named = set(re.findall(r'(?:src|href)="/static/[0-9a-f]{16}/([^"#]+)', page))
        # The launcher and the tab ask for these; the room does without.
        named -= {"web/manifest.webmanifest", "web/icon-192.png"}

        assert sorted(named - set(kept_files())) == []

    def test_keeps_every_module_that_another_imports(self):
        for name, path in kept_files().items():
            if path.suffix != ".js":
                continue
            for target in IMPORT.findall(path.read_text(encoding="utf-8")):
                assert (path.parent / target).resolve().name in {
                    kept.name for kept in kept_files().values()
                }, f"{name} imports {target}"

    def test_keeps_no_page_of_a_person(self):
        kept = re.search(r"const FILES = new Map\(Object.entries\((\{.*\})\)\)", service_worker())
        assert kept
        assert all(path.startswith("/static/") for path in json.loads(kept[1]))

    def test_has_no_name_left_open(self):
        assert "{{" not in service_worker()

    def test_is_asked_for_anew_and_may_serve_everything(self):
        answer = Client().get("/sw.js")

        assert answer["Content-Type"].startswith("text/javascript")
        assert answer["Cache-Control"] == "no-cache"

    def test_changes_with_each_of_its_files(self, tmp_path, monkeypatch):
        before = service_worker()
        changed = tmp_path / "room.css"
        changed.write_text("/* anders */")
        files = {**kept_files(), "meetings/room.css": changed}
        monkeypatch.setattr("nenep.web.offline.kept_files", lambda: files)

        assert service_worker.__wrapped__() != before


class TestManifest:
    @pytest.fixture
    def manifest(self):
        with open(finders.find("web/manifest.webmanifest"), encoding="utf-8") as file:
            return json.load(file)

    def test_can_be_installed(self, manifest):
        assert manifest["name"] == "Nền Nếp"
        assert (manifest["start_url"], manifest["scope"]) == ("/", "/")
        assert manifest["display"] == "standalone"
        assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}

    def test_names_icons_of_the_size_they_have(self, manifest):
        for icon in manifest["icons"]:
            with open(finders.find(f"web/{icon['src']}"), "rb") as file:
                head = file.read(24)
            assert head[:8] == b"\x89PNG\r\n\x1a\n"
            assert icon["sizes"] == "{}x{}".format(*struct.unpack(">II", head[16:24]))
