"""Static files: which are served, and where: under the digest of all of them, so for a year.

They lie where the apps and the packages have them. `prepared` lays them beside their compressed
forms; what is not prepared is served as it is. Modules import each other by relative addresses.
"""

import hashlib
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from whitenoise.middleware import WhiteNoiseMiddleware

# Of the packages only what a page asks for; `fonts.css` names these weights.
_OF_PACKAGES = (
    "htmx/htmx.min.js",
    "tabler/css/tabler.min.css",
    *(
        f"be-vietnam-pro/files/be-vietnam-pro-{subset}-{weight}-normal.woff2"
        for weight in (400, 600, 700)
        for subset in ("latin", "latin-ext", "vietnamese")
    ),
)
_YEAR = 31_536_000
_OLD = re.compile(r"/static/(?:[0-9a-f]{16}/)?(.+)")


@cache
def served_files() -> dict[str, Path]:
    """Return every file that is served, by its name.

    Raises:
        FileNotFoundError: a package lacks one.
    """
    own = finders.get_finder("django.contrib.staticfiles.finders.AppDirectoriesFinder")
    found = {name: Path(storage.path(name)) for name, storage in own.list(None)}
    for name in _OF_PACKAGES:
        path = finders.find(name)
        if path is None:
            raise FileNotFoundError(name)
        found[name] = Path(path)
    return dict(sorted(found.items()))


@cache
def digest() -> str:
    """Return the digest of all files that are served, their names too: 16 hex digits."""
    whole = hashlib.sha256()
    for name, path in served_files().items():
        whole.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:16]


def prepared_folder() -> Path:
    """Return where the files of this digest lie with their compressed forms, once prepared."""
    return Path(settings.PREPARED_STATIC_DIR) / digest()


class DigestStorage(StaticFilesStorage):
    """Gives a file its address under the digest."""

    def url(self, name: str | None, force: bool = False) -> str:  # noqa: ARG002  (Django's)
        """Return the address of a file."""
        return super().url(f"{digest()}/{name}")


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Serves the files; addresses of another release lead to those of this one."""

    FOREVER = _YEAR

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)

    def add_files_from_finders(self) -> None:
        """Take our list instead of everything in the folders; called by the library."""
        folder = prepared_folder()
        for name, path in served_files().items():
            prepared = folder / name
            self.add_file_to_dictionary(static(name), str(prepared if prepared.is_file() else path))

    def immutable_file_test(self, path: str, url: str) -> bool:  # noqa: ARG002  (the library's)
        """Every one: another content has another address."""
        return True

    def __call__(self, request: HttpRequest) -> Any:
        """Serve a file, or hand the request on."""
        found = _OLD.fullmatch(request.path_info)
        if found and request.path_info not in self.files and found[1] in served_files():
            # A page that was open while the product was renewed.
            headers = {"Location": static(found[1]), "Cache-Control": "no-store"}
            return HttpResponse(status=302, headers=headers)
        return super().__call__(request)
