from django.apps import AppConfig


class SaccosConfig(AppConfig):
    name = "saccos"
    verbose_name = "Operators"

    def ready(self):
        from courses.measuring import groupings
        from saccos import gain_groups, receivers  # noqa: F401

        groupings.register(gain_groups.BY_OPERATOR)
