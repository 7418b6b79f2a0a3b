"""Addresses of the register."""

from django.urls import path

from nenep.documents import views

app_name = "documents"
urlpatterns = [
    path("so-van-ban/", views.registers, name="registers"),
    path("so-van-ban/<int:pk>/", views.register, name="register"),
    path("so-van-ban/<int:pk>/nhiem-ky/", views.enter_term, name="enter_term"),
    path("so-van-ban/<int:pk>/bo-nhiem-ky/", views.take_term_back, name="take_term_back"),
    path("so-van-ban/<int:pk>/so-mo-dau/", views.set_opening, name="set_opening"),
    path("so-van-ban/<int:pk>/bo-so-mo-dau/", views.take_opening_back, name="take_opening_back"),
]
