"""Addresses of log-in, one's own account, and the accounts one looks after."""

from django.urls import path

from nenep.accounts.views import doors, own, unit

app_name = "accounts"

urlpatterns = [
    path("dang-nhap/", doors.log_in, name="log_in"),
    path("dang-xuat/", doors.log_out, name="log_out"),
    path("phieu/", doors.slip, name="slip"),
    path("phieu/mat-khau/", doors.first_password, name="first_password"),
    path("nhiem-vu/", own.posts, name="posts"),
    path("tai-khoan/", own.mine, name="mine"),
    path("tai-khoan/mat-khau/", own.change_password, name="change_password"),
    path("tai-khoan/phien/<int:pk>/ket-thuc/", own.end_session, name="end_session"),
    path("tai-khoan-don-vi/", unit.units, name="list"),
    path("tai-khoan-don-vi/danh-sach.<slug:file_type>", unit.units_file, name="list_file"),
    path("tai-khoan-don-vi/bi-thu/", unit.leaders, name="leaders"),
    path(
        "tai-khoan-don-vi/bi-thu/danh-sach.<slug:file_type>", unit.leaders_file, name="leaders_file"
    ),
    path("tai-khoan-don-vi/bi-thu/phieu/", unit.leaders_slips, name="leaders_slips"),
    path("tai-khoan-don-vi/<int:pk>/", unit.unit, name="unit"),
    path("tai-khoan-don-vi/<int:pk>/danh-sach.<slug:file_type>", unit.unit_file, name="unit_file"),
    path("tai-khoan-don-vi/<int:pk>/phieu/", unit.slips, name="slips"),
    path("tai-khoan-don-vi/khoa/<int:pk>/", unit.lock, name="lock"),
    path("tai-khoan-don-vi/mo-khoa/<int:pk>/", unit.unlock, name="unlock"),
]
