"""One line of log for each request, without address, query or names."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

_log = logging.getLogger("nenep.web")


class JsonRequestLog:
    """Log method, route, status and time; the route is the pattern, never the path."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        _log.info(
            "request",
            extra={
                "method": request.method,
                "route": match.route if match else "",
                "status": response.status_code,
                "milliseconds": round((time.monotonic() - started) * 1000),
            },
        )
        return response
