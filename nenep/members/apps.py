from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "nenep.members"
    label = "members"
