"""Lock files are good behind any mirror."""

import json

import pytest

from tools.folders import REQUIREMENTS, ROOT
from tools.no_registry import problems_in

HOST = ".".join(("registry", "npmjs", "org"))


@pytest.fixture
def requirement(tmp_path):
    path = tmp_path / "requirements" / "product.txt"
    path.parent.mkdir()
    return path


class TestLockFiles:
    @pytest.mark.parametrize("name", ["product", "trial", "develop", "node"])
    def test_hold_a_hash_for_each_package_and_no_address(self, name):
        path = REQUIREMENTS / f"{name}.txt"
        lines = path.read_text().splitlines()

        assert problems_in(path) == []
        pinned = [number for number, line in enumerate(lines) if "==" in line and line[0].isalnum()]
        assert pinned
        assert all("--hash=sha256:" in lines[number + 1] for number in pinned)

    def test_of_npm_holds_no_address_of_a_package(self):
        assert problems_in(ROOT / "package-lock.json") == []


class TestProblemsIn:
    def test_finds_a_host_with_its_line(self, tmp_path):
        path = tmp_path / "notes.md"
        path.write_text(f"one\nhttps://{HOST}/left-pad\n")

        assert problems_in(path) == [f"{path}:2: names the registry {HOST}"]

    @pytest.mark.parametrize("line", ["--index-url x", "-i x", "--extra-index-url x", "-f x"])
    def test_finds_an_index_option(self, requirement, line):
        requirement.write_text(f"django==5.2\n{line}\n")

        assert problems_in(requirement)

    def test_finds_a_direct_address(self, requirement):
        requirement.write_text("django @ https://example.org/django.whl\n")

        assert problems_in(requirement) == [f"{requirement}: holds an address"]

    def test_finds_a_resolved_package(self, tmp_path):
        path = tmp_path / "package-lock.json"
        path.write_text(json.dumps({"packages": {"node_modules/a": {"resolved": "somewhere"}}}))

        assert problems_in(path) == [f"{path}: node_modules/a is resolved"]
