"""Addresses of log-in, one's own account, and the accounts one looks after."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

app_name = "accounts"


def _later(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=501)


urlpatterns = [
    path("dang-nhap/", _later, name="log_in"),
    path("nhiem-vu/", _later, name="posts"),
    path("tai-khoan/", _later, name="mine"),
    path("tai-khoan-don-vi/", _later, name="list"),
]
