"""Addresses of tasks; one's own stand in `meetings.urls`, under the names they were given there."""

from django.urls import path

from nenep.tasks.views import assigned, own

OF_MEETINGS = [
    path("viec/", own.own_tasks, name="own_tasks"),
    path("viec/<int:pk>/bao/", own.report_task, name="report_task"),
    path("viec/<int:pk>/xac-nhan/", own.settle_task, name="settle_task"),
]

app_name = "tasks"
urlpatterns = [
    path("giao-viec/", assigned.listed, name="list"),
    path("giao-viec/danh-sach.<slug:file_type>", assigned.listed_file, name="list_file"),
    path("giao-viec/moi/", assigned.choose_unit, name="choose_unit"),
    path("giao-viec/moi/<int:pk>/", assigned.assign, name="assign"),
    path("giao-viec/<int:pk>/", assigned.task, name="task"),
    path("giao-viec/<int:pk>/bao/", assigned.report, name="report"),
    path("giao-viec/<int:pk>/xac-nhan/", assigned.settle, name="settle"),
    path("giao-viec/<int:pk>/mo-lai/", assigned.open_again, name="open_again"),
    path("giao-viec/<int:pk>/sua/", assigned.change, name="change"),
]
