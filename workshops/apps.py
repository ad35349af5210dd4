from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = "Workshops"

    def ready(self):
        from accounts import merging as people
        from accounts import personal_data
        from saccos import dashboard_parts
        from workshops import coming, merging, taking_along, walk_ins

        people.register("workshops", merging.MOVER)
        personal_data.register("workshops", taking_along.workshops)
        dashboard_parts.register("walk-ins", _("Came to a workshop for you"), walk_ins.lines)
        dashboard_parts.register("workshops", _("Workshops"), coming.lines)
