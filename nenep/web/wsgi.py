"""The web process (`nenep serve` runs it under gunicorn)."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nenep.settings")
_pages = get_wsgi_application()

# After the set-up: a process started by something else than `nenep serve` refuses as well.
from nenep.core.production import is_away, refuse_unsafe_start  # noqa: E402


class _Application:
    """The pages, once it is known that it is safe to serve them.

    A process that starts while the database is away goes on: it says so to whoever asks, and
    looks at its role as soon as the database answers.
    """

    def __init__(self) -> None:
        self._is_known = False
        self._look()

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        if not self._is_known:
            self._look()
        answer: Iterable[bytes] = _pages(environ, start_response)
        return answer

    def _look(self) -> None:
        if not is_away():
            refuse_unsafe_start()
            self._is_known = True


application = _Application()
