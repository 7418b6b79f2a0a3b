"""Addresses of the working days."""

from django.urls import path

from nenep.workdays import views

app_name = "workdays"
urlpatterns = [
    path("ngay-lam-viec/", views.show, name="show"),
    path("ngay-lam-viec/bo/", views.take_back, name="take_back"),
]
