from django.apps import AppConfig


class SaccosConfig(AppConfig):
    name = "saccos"
    verbose_name = "Operators"
