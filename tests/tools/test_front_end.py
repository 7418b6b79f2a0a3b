"""Whose Node.js installs the front-end packages."""

import pytest

from tools.front_end import Node, machine_node


@pytest.fixture
def programs(tmp_path):
    def write(**outputs):
        for name, output in outputs.items():
            (tmp_path / name).write_text(f"#!/bin/sh\necho {output}\n")
            (tmp_path / name).chmod(0o755)
        return tmp_path

    return write


class TestMachineNode:
    def test_is_none_where_there_is_none(self, tmp_path):
        assert machine_node(str(tmp_path)) is None

    def test_is_none_without_npm(self, programs):
        assert machine_node(str(programs(node="v24.1.0"))) is None

    @pytest.mark.parametrize("version", ["v18.13.0", "v0.10.29", "", "v"])
    def test_is_none_when_too_old_or_unknown(self, programs, version):
        assert machine_node(str(programs(node=version, npm="9.2.0"))) is None

    def test_is_the_machines_when_new_enough(self, programs):
        folder = programs(node="v20.20.2", npm="11.1.0")

        assert machine_node(str(folder)) == Node(str(folder / "node"), str(folder / "npm"))
