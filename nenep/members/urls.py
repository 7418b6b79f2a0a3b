"""Addresses of members."""

from django.urls import path

from nenep.members.views import duties as views

app_name = "members"

urlpatterns = [
    path("chi-bo/<int:pk>/dang-vien/", views.roster, name="roster"),
    path("dang-vien/<int:pk>/thong-tin/", views.unmask, name="unmask"),
    path("tai-khoan/thu/", views.own_email, name="own_email"),
    path("dang-vien/<int:pk>/thu/", views.enter_email, name="enter_email"),
    path("to-chuc/<int:pk>/phan-viec/", views.desks, name="desks"),
    path("phan-viec/<int:pk>/thoi/", views.end_desk, name="end_desk"),
    path("nguoi-thay/<int:pk>/thoi/", views.end_stand_in, name="end_stand_in"),
    path("phu-trach/<int:pk>/thoi/", views.end_charge, name="end_charge"),
    path("chuc-vu/<int:pk>/nguoi-thay/", views.stand_in, name="stand_in"),
]
