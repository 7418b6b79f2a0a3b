from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "nenep.audit"
    label = "audit"
