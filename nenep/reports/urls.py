"""Addresses of reports."""

from django.urls import path

from nenep.reports import views

app_name = "reports"
urlpatterns = [
    path("thang/", views.month_now, name="month_now"),
    path("thang/<int:year>/<int:number>/", views.month, name="month"),
    path("thang/<int:year>/<int:number>/bao-cao.<slug:file_type>", views.month_file, name="file"),
    path("nam/<int:year>/", views.year, name="year"),
]
