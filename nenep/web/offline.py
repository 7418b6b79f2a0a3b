"""The service worker: which files it keeps, and the version that their content makes."""

import hashlib
import json
import re
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from nenep.accounts.http import without_scope

_WORKER = Path(__file__).parent / "service_worker.js"
_FILES = (
    "tabler/css/tabler.min.css",
    "web/fonts.css",
    "web/nenep.css",
    "web/components.css",
    "web/print.css",
    "web/nenep.js",
    "web/fields.js",
    "web/device.js",
    "web/icons.svg",
    "web/favicon.svg",
    "htmx/htmx.min.js",
    "meetings/room.css",
    "meetings/room/device.css",
)
# Every module of these folders.
_FOLDERS = ("web/device", "meetings/room")
_FONT = re.compile(r'url\("\.\./([^"]+\.woff2)"\)')


@cache
def kept_files() -> dict[str, Path]:
    """Return the files of the room's shell, by their names as static files.

    Raises:
        FileNotFoundError: one of them is nowhere.
    """
    names = list(_FILES)
    for folder in _FOLDERS:
        names += [f"{folder}/{path.name}" for path in sorted(_find(folder).glob("*.js"))]
    names += _FONT.findall(_find("web/fonts.css").read_text(encoding="utf-8"))
    return {name: _find(name) for name in dict.fromkeys(names)}


@cache
def service_worker() -> str:
    """Return the script; another version of a file makes another version of the script."""
    template = _WORKER.read_text(encoding="utf-8")
    shell = reverse("meetings:room_shell")
    digest = hashlib.sha256(template.encode())
    for name, path in kept_files().items():
        digest.update(name.encode() + path.read_bytes())
    contents = {
        static(name): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for name, path in kept_files().items()
    }
    values = {
        "version": digest.hexdigest()[:16],
        "shell": shell,
        # Address and digest of the content: by it the next worker knows what has not changed.
        "files": json.dumps(contents),
    }
    return re.sub(r"\{\{ (\w+) \}\}", lambda found: values[found[1]], template)


@require_safe
@without_scope
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer with the service worker; a browser asks for it anew each time."""
    answer = HttpResponse(service_worker(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


def _find(name: str) -> Path:
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(name)
    return Path(found)
