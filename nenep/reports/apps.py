from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "nenep.reports"
    label = "reports"
