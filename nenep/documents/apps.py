from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "nenep.documents"
    label = "documents"
