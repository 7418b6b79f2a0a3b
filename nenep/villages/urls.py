"""Addresses of villages."""

from django.urls import path

from nenep.villages import views

app_name = "villages"

urlpatterns = [
    path("to-chuc/<int:pk>/thon-ban/", views.villages, name="villages"),
    path("to-chuc/<int:pk>/thon-ban/danh-sach.<slug:file_type>", views.villages_file, name="file"),
    path("to-chuc/<int:pk>/thon-ban/them/", views.add_village, name="add"),
    path("thon-ban/<int:pk>/", views.village, name="village"),
    path("thon-ban/<int:pk>/hoan-tac/", views.take_back, name="take_back"),
]
