"""What ``make run`` says before it starts anything."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tools.folders import ROOT
from tools.messages import CannotGoOn
from tools.run import ADDRESS, _wait_until_answering, chosen_port, given_urls


@pytest.fixture
def busy_port():
    with socket.socket() as listener:
        listener.bind((ADDRESS, 0))
        listener.listen()
        yield listener.getsockname()[1]


class TestChosenPort:
    def test_refuses_a_busy_port_and_names_a_free_one(self, busy_port):
        with pytest.raises(CannotGoOn, match=f"Cổng {busy_port} đang có") as refusal:
            chosen_port(str(busy_port))

        other = refusal.value.way_out.rpartition("PORT=")[2]
        assert other != str(busy_port)
        assert chosen_port(other) == int(other)

    @pytest.mark.parametrize("text", ["", "abc", "0", "65536", "-1", "8000 ", "٨٠٠٠"])
    def test_refuses_what_is_no_port(self, text):
        with pytest.raises(CannotGoOn, match="không phải là số hiệu cổng"):
            chosen_port(text)


class TestGivenUrls:
    def test_is_none_for_the_embedded_server(self):
        assert given_urls({}) is None

    def test_is_both_of_them(self):
        variables = {"DATABASE_OWNER_URL": "owner", "DATABASE_URL": "web"}

        assert given_urls(variables) == ("owner", "web")

    @pytest.mark.parametrize(
        ("given", "missing"),
        [("DATABASE_URL", "DATABASE_OWNER_URL"), ("DATABASE_OWNER_URL", "DATABASE_URL")],
    )
    def test_refuses_one_without_the_other(self, given, missing):
        with pytest.raises(CannotGoOn, match=f"thiếu {missing}"):
            given_urls({given: "postgresql://x/y"})


_BUILDS = """
import signal, sys
from tools import trial

def stopped(*_):
    raise KeyboardInterrupt

signal.signal(signal.SIGINT, stopped)
trial.nenep_command = lambda *_: [sys.executable, "-c", sys.argv[1]]
try:
    trial.run_to_the_end("demo", {})
except KeyboardInterrupt:
    pass
"""
# A command that plays in processes of its own, which do not end with it.
_PLAYS = """
import signal, subprocess, sys
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
player = subprocess.Popen([sys.executable, "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"])
print(player.pid, flush=True)
player.wait()
"""


class TestInterrupted:
    def test_while_the_demo_is_built_nothing_is_left_running(self):
        with subprocess.Popen(
            [sys.executable, "-c", _BUILDS, _PLAYS], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as building:
            player = int(building.stdout.readline())
            building.send_signal(signal.SIGINT)
            building.wait(30)
        try:
            left = Path(f"/proc/{player}/stat").read_text().split()[2]
        except FileNotFoundError:
            left = ""
        else:
            if left != "Z":
                os.kill(player, signal.SIGKILL)
        assert left in ("", "Z")


class TestWaiting:
    def test_does_not_take_another_program_for_the_web_process(self, busy_port):
        with (
            subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1)"]) as web,
            pytest.raises(CannotGoOn, match="đã tự dừng"),
        ):
            _wait_until_answering(busy_port, web)
