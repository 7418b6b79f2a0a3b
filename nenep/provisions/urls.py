"""Addresses of the rules."""

from django.urls import path

from nenep.provisions import views

app_name = "provisions"
urlpatterns = [
    path("quy-dinh/", views.rulebook, name="now"),
    path("quy-dinh/muc-rieng/", views.own_values, name="own"),
    path("quy-dinh/<slug:code>/", views.rulebook, name="rulebook"),
]
