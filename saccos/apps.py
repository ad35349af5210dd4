from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SaccosConfig(AppConfig):
    name = "saccos"
    verbose_name = "Operators"

    def ready(self):
        from accounts import merging as people
        from accounts import personal_data, untouched
        from courses.measuring import groupings
        from home import live_figures
        from messaging import reminders
        from saccos import gain_groups, merging, moving, receivers  # noqa: F401
        from saccos import live_figures as counts
        from saccos import personal_data as ours
        from saccos.inviting import sending
        from saccos.managing import digest, inviting
        from saccos.minute import reminding
        from saccos.models import Management
        from saccos.roster import saving, undoing  # noqa: F401

        groupings.register(gain_groups.BY_OPERATOR)
        people.register("saccos", merging.MOVER)
        untouched.register(Management)
        personal_data.register("work", ours.of)
        live_figures.register("operators", _("operators mapped"), counts.operators, order=3)
        live_figures.register("counties", _("counties reached"), counts.counties, order=4)
        reminders.register("digest", digest.queue)
        for kind in (digest.KIND, inviting.KIND, sending.KIND, reminding.KIND, moving.KIND):
            reminders.keep_to_the_day(kind)
