"""Pages go over the line compressed, except where their length could tell a secret."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_TYPES = ("text/html", "application/json", "image/svg+xml")


class Compression(GZipMiddleware):
    """HTML, JSON and SVG by Django's middleware, whose random padding hides a length (BREACH).

    An answer with a device key, a slip or a signing code stays as it is (`bears_secret`): padding
    only makes guessing slower. Static files are compressed beforehand.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress what may be."""
        match = request.resolver_match
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if kind not in _TYPES or (match and getattr(match.func, "bears_secret", False)):
            return response
        return super().process_response(request, response)
