"""Addresses of meetings."""

from django.urls import path

from nenep.meetings.agenda import views as agenda
from nenep.meetings.book.views import body_book, book, checking
from nenep.meetings.calendar.views import calendars, days, plan
from nenep.meetings.consultation import views as consultation
from nenep.meetings.invitee import views as invitee
from nenep.meetings.meeting.views import cell, committees, meeting, preparing
from nenep.meetings.notice import views as notice
from nenep.meetings.paper import views as paper
from nenep.meetings.printed import views as printed
from nenep.meetings.room.views import device, drafting, room
from nenep.meetings.signing.views import second_signer, signing
from nenep.meetings.topic import views as topic
from nenep.notices.views import own_notices
from nenep.tasks.urls import OF_MEETINGS as of_tasks

app_name = "meetings"
urlpatterns = [
    path("chi-bo/<int:pk>/", cell.cell, name="cell"),
    path("chi-bo/<int:pk>/nam/<int:year>/", cell.cell, name="cell_year"),
    path("chi-bo/<int:pk>/them-buoi/", cell.plan_meeting, name="plan_meeting"),
    path("chi-bo/<int:pk>/so/", book.book, name="book"),
    path("chi-bo/<int:pk>/so/xuat/", book.book_export, name="book_export"),
    path("chi-bo/<int:pk>/chuyen-de/", topic.of_cell, name="topics"),
    path("chi-bo/<int:pk>/chuyen-de/<int:year>/", topic.of_cell, name="topics_of_year"),
    path("chuyen-de/", topic.lacking, name="topics_lacking"),
    path("chuyen-de/<int:year>/<int:number>/", topic.lacking, name="topics_lacking_in"),
    path("dang-uy/", committees.now, name="bodies_now"),
    path("dang-uy/<int:pk>/", committees.bodies, name="bodies"),
    path("dang-uy/<int:pk>/nam/<int:year>/", committees.bodies, name="bodies_year"),
    path(
        "dang-uy/<int:pk>/<slug:kind>/them-cuoc-hop/",
        committees.plan_meeting,
        name="plan_body_meeting",
    ),
    path(
        "dang-uy/<int:pk>/<slug:kind>/danh-sach-moi/",
        invitee.invitation_list,
        name="invitees",
    ),
    path(
        "dang-uy/<int:pk>/<slug:kind>/danh-sach-moi/<int:invitee>/",
        invitee.change,
        name="change_invitee",
    ),
    path("dang-uy/<int:pk>/<slug:kind>/so/", body_book.book, name="body_book"),
    path("dang-uy/<int:pk>/<slug:kind>/so/xuat/", body_book.book_export, name="body_book_export"),
    path("thang/lap-lich/", plan.plan_year, name="plan_year"),
    path("ngay-sinh-hoat/<int:pk>/", days.meeting_day, name="meeting_day"),
    path("lich/", calendars.month, name="calendar"),
    path("lich/<int:year>/<int:number>/", calendars.month, name="calendar_of"),
    path("lich/<int:year>/<int:number>/danh-sach/", calendars.listed, name="calendar_list"),
    path(
        "lich/<int:year>/<int:number>/danh-sach.<slug:file_type>",
        calendars.listed_file,
        name="calendar_list_file",
    ),
    path("lich/sap-toi.ics", calendars.coming, name="calendar_file"),
    path("hop/<int:pk>/lich.ics", calendars.of_meeting, name="meeting_calendar"),
    path("hop/<int:pk>/", meeting.meeting, name="meeting"),
    path("hop/<int:pk>/chuan-bi/", preparing.prepare, name="prepare"),
    path("hop/<int:pk>/hoi-y/", consultation.consult, name="consult"),
    path(
        "hop/<int:pk>/hoi-y/bien-ban.<slug:file_type>",
        printed.consultation_file,
        name="consultation_file",
    ),
    path("hop/<int:pk>/noi-dung/<int:item>/", agenda.change_item, name="change_item"),
    path("hop/<int:pk>/tai-lieu/<int:paper>/", agenda.paper, name="paper"),
    path("hop/<int:pk>/tai-lieu/<int:paper>/bo/", agenda.remove_paper, name="remove_paper"),
    path("hop/<int:pk>/thong-bao/", notice.give_notice, name="give_notice"),
    path("hop/<int:pk>/thong-bao/gui-lai/", notice.send_again, name="send_again"),
    path("hop/<int:pk>/thong-bao/nhan/", notice.receivers, name="reach"),
    path(
        "hop/<int:pk>/thong-bao/<slug:what>.<slug:file_type>",
        printed.notice_file,
        name="notice_file",
    ),
    path("hop/<int:pk>/tra-loi/", meeting.answer, name="answer"),
    path("hop/<int:pk>/phong/", room.room, name="room"),
    path("hop/<int:pk>/phong/may/", device.device, name="room_device"),
    path("hop/<int:pk>/phong/thay-doi/", device.changes, name="room_changes"),
    path("hop/<int:pk>/phong/con-lai/", device.leftovers, name="room_left"),
    path("phong-hop/", device.shell, name="room_shell"),
    path("hop/<int:pk>/phong/<slug:step>/", room.room, name="room_step"),
    path("hop/<int:pk>/lenh/", room.command, name="command"),
    path("hop/<int:pk>/loi-van/", drafting.texts, name="words"),
    path("hop/<int:pk>/xac-nhan-diem/", meeting.confirm_score, name="confirm_score"),
    path("hop/<int:pk>/ky/", signing.sign, name="sign"),
    path("hop/<int:pk>/ky/may-nay/", second_signer.beside, name="beside"),
    path("hop/<int:pk>/ky/ma/", second_signer.issue, name="issue_code"),
    path("ky-bang-ma/", second_signer.with_code, name="sign_with_code"),
    path("hop/<int:pk>/ky/ban-giay/", signing.paper_signature, name="paper_signature"),
    path("hop/<int:pk>/ky/ban-in.pdf", signing.draft, name="draft"),
    path("hop/<int:pk>/phieu-hop.pdf", paper.sheet, name="sheet"),
    path("hop/<int:pk>/nhap-giay/", paper.enter, name="enter_sheet"),
    path("nhap-giay/", paper.find_sheet, name="find_sheet"),
    path("nhap-giay/<str:code>/", paper.find_sheet, name="enter_by_code"),
    path("hop/<int:pk>/bien-ban/", signing.minutes, name="minutes"),
    path("hop/<int:pk>/bien-ban/<int:sequence>/", signing.minutes, name="entry"),
    path(
        "hop/<int:pk>/bien-ban/<int:sequence>/<slug:what>.<slug:file_type>",
        signing.download,
        name="download",
    ),
    path("hop/<int:pk>/dinh-chinh/", signing.begin_correction, name="correct"),
    path("hop/<int:pk>/thoi-dinh-chinh/", signing.withdraw, name="withdraw_correction"),
    path("kiem-tra/", checking.check, name="check"),
    # The pages of one's own tasks and notices are those apps'; their names stay as they were given.
    *of_tasks,
    path("thong-bao/", own_notices, name="own_notices"),
]
