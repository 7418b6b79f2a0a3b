from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "nenep.tasks"
    label = "tasks"
