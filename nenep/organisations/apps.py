from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "nenep.organisations"
    label = "organisations"
