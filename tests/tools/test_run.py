"""What ``make run`` says before it starts anything."""

import socket

import pytest

from tools.messages import CannotGoOn
from tools.run import ADDRESS, chosen_port


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
