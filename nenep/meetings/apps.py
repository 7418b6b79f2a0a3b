from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "nenep.meetings"
    label = "meetings"
