from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "nenep.search"
    label = "search"
