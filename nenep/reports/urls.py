"""Addresses of reports."""

from django.urls import path

from nenep.reports.views import balance, figures, journal, month, remind

app_name = "reports"
urlpatterns = [
    path("thang/", month.month_now, name="month_now"),
    path("thang/<int:year>/<int:number>/", month.month, name="month"),
    path("thang/<int:year>/<int:number>/bao-cao.<slug:file_type>", month.month_file, name="file"),
    path("thang/<int:year>/<int:number>/nhac/<int:pk>/", remind.remind, name="remind"),
    path("thang/<int:year>/<int:number>/dang-bo/<int:pk>/", month.month, name="month_below"),
    path(
        "thang/<int:year>/<int:number>/dang-bo/<int:pk>/bao-cao.<slug:file_type>",
        month.month_file,
        name="file_below",
    ),
    path("so-lieu/", figures.show, name="figures"),
    path("bien-dong/", balance.balance, name="balance"),
    path("nhat-ky/", journal.journal, name="journal"),
    path("nhat-ky/danh-sach.<slug:file_type>", journal.journal_file, name="journal_file"),
    path("nam/<int:year>/", month.year, name="year"),
    path("nam/<int:year>/bang.<slug:file_type>", month.year_file, name="year_file"),
    path("nam/<int:year>/dang-bo/<int:pk>/", month.year, name="year_below"),
    path(
        "nam/<int:year>/dang-bo/<int:pk>/bang.<slug:file_type>",
        month.year_file,
        name="year_file_below",
    ),
]
