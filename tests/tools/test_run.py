"""What ``make run`` says before it starts anything."""

import socket

import pytest

from tools.messages import CannotGoOn
from tools.run import ADDRESS, chosen_port, given_urls


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
