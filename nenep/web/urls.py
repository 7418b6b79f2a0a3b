"""The addresses of the product, app by app."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from nenep.web import find, gallery, offline, views

# Each app's own `urls.py`, with its own Vietnamese addresses.
APPS = (
    "nenep.accounts.urls",
    "nenep.organisations.urls",
    "nenep.members.urls",
    "nenep.villages.urls",
    "nenep.notices.urls",
    "nenep.provisions.urls",
    "nenep.workdays.urls",
    "nenep.documents.urls",
    "nenep.tasks.urls",
    "nenep.meetings.urls",
    "nenep.reports.urls",
    "nenep.exchange.urls",
)

_own: list[URLPattern] = [
    path("", views.start, name="start"),
    path("tim/", find.find, name="find"),
    path("cai-dat/", views.show_settings, name="settings"),
    path("health", views.health, name="health"),
    path("ready", views.ready, name="ready"),
    path("sw.js", offline.worker, name="service_worker"),
]
if settings.TRIAL or settings.DEBUG:
    _own.append(path("thanh-phan/", gallery.show, name="gallery"))

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((_own, "web"))),
    *(path("", include(module)) for module in APPS),
]
