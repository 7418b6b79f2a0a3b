"""Addresses of units."""

from django.urls import path

from nenep.organisations import views

app_name = "organisations"

urlpatterns = [
    path("to-chuc/<int:pk>/", views.show_unit, name="unit"),
    path("to-chuc/<int:pk>/thanh-lap/", views.found_below, name="found_below"),
    path("to-chuc/<int:pk>/doi-ten/", views.rename, name="rename"),
    path("to-chuc/<int:pk>/chuyen/", views.move, name="move"),
    path("to-chuc/<int:pk>/cum/", views.cluster, name="cluster"),
    path("lan-chuyen-don-vi/<int:pk>/hoan-tac/", views.cancel_move, name="cancel_move"),
]
