"""Addresses of bookshelves."""

from django.urls import path

from nenep.bookshelf import views

app_name = "bookshelf"
urlpatterns = [
    path("tu-sach/<int:pk>/", views.shelf, name="shelf"),
    path("tu-sach/<int:pk>/danh-sach.<slug:file_type>", views.shelf_file, name="file"),
]
