from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    name = "nenep.workdays"
    label = "workdays"
