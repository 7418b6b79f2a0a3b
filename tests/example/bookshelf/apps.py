from django.apps import AppConfig


class BookshelfConfig(AppConfig):
    name = "nenep.bookshelf"
    label = "bookshelf"
