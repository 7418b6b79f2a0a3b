"""What is sent is refused by its length before any of it is read or kept."""

from io import BytesIO

import pytest
from django.test import Client

from nenep.accounts.tests.builders import an_account, log_in
from nenep.members.tests.builders import a_member, a_post
from nenep.organisations.tests.builders import a_commune

pytestmark = pytest.mark.django_db

MEGABYTE = 1 << 20
FORM = 'multipart/form-data; boundary="x"'


class Watched(BytesIO):
    """A body that counts what is read of it."""

    taken = 0

    def read(self, size=-1):
        piece = super().read(size)
        self.taken += len(piece)
        return piece


def posted(client, address, length):
    begin = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    body = Watched(begin + b"a" * (length - len(begin)))
    answer = client.generic(
        "POST",
        address,
        b"",
        FORM,
        **{"wsgi.input": body, "CONTENT_LENGTH": str(length), "CONTENT_TYPE": FORM},
    )
    return answer, body.taken


class TestBodyLimit:
    @pytest.mark.parametrize("address", ["/dang-nhap/", "/nap-bang-tinh/gui/", "/khong-co/"])
    @pytest.mark.parametrize("cookie", ["", "made-up"])
    def test_takes_nothing_big_from_somebody_unknown(self, address, cookie):
        client = Client(enforce_csrf_checks=True)
        client.cookies["nenep_session"] = cookie
        for length in (MEGABYTE, 20 * MEGABYTE):
            answer, taken = posted(client, address, length)
            assert answer.status_code == 413
            assert taken == 0
            assert "quá lớn" in answer.content.decode()

    def test_takes_a_workbook_from_somebody_known_and_nothing_bigger(self):
        commune = a_commune()
        member = a_member(commune)
        a_post("office", commune, member)
        client = log_in(Client(), an_account(member))
        answer, taken = posted(client, "/nap-bang-tinh/gui/", 10 * MEGABYTE)
        assert answer.status_code != 413
        assert taken > 0
        answer, taken = posted(client, "/nap-bang-tinh/gui/", 12 * MEGABYTE)
        assert answer.status_code == 413
        assert taken == 0

    def test_takes_a_log_in_from_anybody(self):
        answer = Client().post("/dang-nhap/", {"login": "a", "password": "b"})
        assert answer.status_code != 413
