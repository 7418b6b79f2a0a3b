"""Addresses of tasks, included by `meetings.urls` under the names they were given there."""

from django.urls import path

from nenep.tasks import views

urlpatterns = [
    path("viec/", views.own_tasks, name="own_tasks"),
    path("viec/<int:pk>/bao/", views.report_task, name="report_task"),
    path("viec/<int:pk>/xac-nhan/", views.settle_task, name="settle_task"),
]
