"""Addresses of members."""

from django.urls import path

from nenep.members.views import duties, persons, posts

app_name = "members"

urlpatterns = [
    path("chi-bo/<int:pk>/dang-vien/", duties.roster, name="roster"),
    path("chi-bo/<int:pk>/dang-vien/them/", persons.add, name="add"),
    path("dang-vien/", persons.cells, name="cells"),
    path("dang-vien/<int:pk>/", persons.person, name="person"),
    path("dang-vien/<int:pk>/sua/", persons.correct, name="correct"),
    path("dang-vien/<int:pk>/viec/<slug:slug>/", persons.act, name="act"),
    path("viec-dang-vien/<int:pk>/hoan-tac/", persons.undo, name="undo"),
    path("viec-dang-vien/<int:pk>/da-bao/", persons.reported, name="reported"),
    path("dang-vien/<int:pk>/thong-tin/", duties.unmask, name="unmask"),
    path("tai-khoan/thu/", duties.own_email, name="own_email"),
    path("dang-vien/<int:pk>/thu/", duties.enter_email, name="enter_email"),
    path("to-chuc/<int:pk>/phan-viec/", duties.desks, name="desks"),
    path("phan-viec/<int:pk>/thoi/", duties.end_desk, name="end_desk"),
    path("nguoi-thay/<int:pk>/thoi/", duties.end_stand_in, name="end_stand_in"),
    path("phu-trach/<int:pk>/thoi/", duties.end_charge, name="end_charge"),
    path("to-chuc/<int:pk>/chuc-vu/", posts.posts, name="posts"),
    path("to-chuc/<int:pk>/chuc-vu/giao/", posts.give_post, name="give_post"),
    path("chuc-vu/<int:pk>/", posts.post, name="post"),
    path("chuc-vu/<int:pk>/thay/", posts.replace_holder, name="replace_holder"),
    path("chuc-vu/<int:pk>/nguoi-thay/", duties.stand_in, name="stand_in"),
]
