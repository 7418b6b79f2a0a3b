from django.apps import AppConfig


class TablesConfig(AppConfig):
    name = "nenep.tables"
    label = "tables"
