"""Addresses of importing."""

from django.urls import path

from nenep.exchange import views

app_name = "exchange"

urlpatterns = [
    path("nap-bang-tinh/", views.show, name="show"),
    path("nap-bang-tinh/gui/", views.upload, name="upload"),
    path("nap-bang-tinh/nap/", views.load, name="load"),
    path("nap-bang-tinh/bo/", views.forget, name="forget"),
    path("nap-bang-tinh/mau/", views.empty, name="template"),
    path("nap-bang-tinh/xuat/", views.extract, name="extract"),
    path("nap-bang-tinh/loi/", views.errors, name="errors"),
]
