"""Addresses of meetings."""

from django.urls import path

from nenep.meetings.views import (
    checking,
    days,
    following,
    preparing,
    reading,
    room,
    room_device,
    signing,
)

app_name = "meetings"
urlpatterns = [
    path("chi-bo/<int:pk>/", reading.cell, name="cell"),
    path("chi-bo/<int:pk>/nam/<int:year>/", reading.cell, name="cell_year"),
    path("chi-bo/<int:pk>/them-buoi/", preparing.plan_meeting, name="plan_meeting"),
    path("chi-bo/<int:pk>/so/", reading.book, name="book"),
    path("chi-bo/<int:pk>/so/xuat/", reading.book_export, name="book_export"),
    path("thang/lap-lich/", preparing.plan_year, name="plan_year"),
    path("ngay-sinh-hoat/<int:pk>/", days.meeting_day, name="meeting_day"),
    path("hop/<int:pk>/", reading.meeting, name="meeting"),
    path("hop/<int:pk>/chuan-bi/", preparing.prepare, name="prepare"),
    path("hop/<int:pk>/noi-dung/<int:item>/", preparing.change_item, name="change_item"),
    path("hop/<int:pk>/tai-lieu/<int:paper>/", preparing.paper, name="paper"),
    path("hop/<int:pk>/tai-lieu/<int:paper>/bo/", preparing.remove_paper, name="remove_paper"),
    path("hop/<int:pk>/thong-bao/", preparing.give_notice, name="give_notice"),
    path("hop/<int:pk>/thong-bao/nhan/", following.reach, name="reach"),
    path(
        "hop/<int:pk>/thong-bao/<slug:what>.<slug:file_type>",
        following.notice_file,
        name="notice_file",
    ),
    path("hop/<int:pk>/tra-loi/", preparing.answer, name="answer"),
    path("hop/<int:pk>/phong/", room.room, name="room"),
    path("hop/<int:pk>/phong/may/", room_device.device, name="room_device"),
    path("hop/<int:pk>/phong/thay-doi/", room_device.changes, name="room_changes"),
    path("hop/<int:pk>/phong/con-lai/", room_device.left, name="room_left"),
    path("phong-hop/", room_device.shell, name="room_shell"),
    path("hop/<int:pk>/phong/<slug:step>/", room.room, name="room_step"),
    path("hop/<int:pk>/lenh/", room.command, name="command"),
    path("hop/<int:pk>/ky/", signing.sign, name="sign"),
    path("hop/<int:pk>/ky/ban-giay/", signing.paper_signature, name="paper_signature"),
    path("hop/<int:pk>/ky/ban-in.pdf", signing.draft, name="draft"),
    path("hop/<int:pk>/bien-ban/", signing.minutes, name="minutes"),
    path("hop/<int:pk>/bien-ban/<int:sequence>/", signing.minutes, name="entry"),
    path(
        "hop/<int:pk>/bien-ban/<int:sequence>/<slug:what>.<slug:file_type>",
        signing.download,
        name="download",
    ),
    path("hop/<int:pk>/dinh-chinh/", signing.begin_correction, name="correct"),
    path("kiem-tra/", checking.check, name="check"),
    path("viec/", reading.own_tasks, name="own_tasks"),
    path("viec/<int:pk>/bao/", following.report_task, name="report_task"),
    path("viec/<int:pk>/xac-nhan/", following.settle_task, name="settle_task"),
    path("thong-bao/", reading.own_notices, name="own_notices"),
]
