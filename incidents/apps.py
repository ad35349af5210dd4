from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = _("Reports")

    def ready(self):
        from accounts import guarded, personal_data, untouched
        from home import own_ways
        from incidents import personal_data as ours
        from incidents import receivers  # noqa: F401
        from incidents.casework import ways
        from incidents.models import Officer

        personal_data.register("case_team", ours.of)
        own_ways.register(ways.to_cases)
        guarded.register(lambda: Officer.objects.filter(left_at=None))
        untouched.register(Officer)
