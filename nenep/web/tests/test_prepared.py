"""Static files beside their compressed forms: whole, once, and served to who takes them."""

import gzip
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import HttpResponse
from django.templatetags.static import static
from django.test import RequestFactory

from nenep.web import files, prepared


@pytest.fixture
def place(tmp_path, settings):
    settings.PREPARED_STATIC_DIR = tmp_path / "static"
    return tmp_path / "static"


class TestPrepare:
    def test_lays_every_file_once_however_many_ask(self, place):
        (place / "0123456789abcdef").mkdir(parents=True)
        with ThreadPoolExecutor(3) as at_once:
            assert {*at_once.map(lambda _: prepared.prepare(), range(3))} == {
                place / files.digest()
            }
        assert [one.name for one in place.iterdir() if one.is_dir()] == [files.digest()]
        for name, path in files.served_files().items():
            laid = place / files.digest() / name
            assert laid.read_bytes() == path.read_bytes()
            if laid.suffix in (".css", ".js", ".svg"):
                packed = laid.with_name(laid.name + ".gz")
                assert gzip.decompress(packed.read_bytes()) == path.read_bytes()
                assert laid.with_name(laid.name + ".br").is_file()

    def test_is_served_as_whoever_asks_takes_it(self, place):
        prepared.prepare()
        serve = files.StaticFiles(lambda _: HttpResponse(status=404))
        address = static("tabler/css/tabler.min.css")
        for takes, coding in (("gzip, br", "br"), ("gzip", "gzip"), ("", None)):
            request = RequestFactory().get(address, HTTP_ACCEPT_ENCODING=takes)
            answer = serve(request)
            content = b"".join(answer.streaming_content)
            answer.file_to_stream.close()
            assert answer.headers.get("Content-Encoding") == coding
            assert (len(content) < 100_000) == bool(coding)
            assert answer["Vary"] == "Accept-Encoding"
