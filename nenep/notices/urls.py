"""Addresses of notices."""

from django.urls import path

from nenep.notices import views

app_name = "notices"

urlpatterns = [
    path("thong-bao/da-doc/", views.read_all, name="read_all"),
    path("thong-bao/<uuid:pk>/", views.open_notice, name="open"),
    path("cach-ghi-thu/", views.wording, name="wording"),
]
