from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self):
        from accounts import merging as people
        from accounts import personal_data
        from courses import live_figures as counts
        from courses import (
            merging,
            receivers,  # noqa: F401
        )
        from courses import personal_data as ours
        from courses.measuring import invitations
        from home import live_figures
        from messaging import reminders

        personal_data.register("training", ours.of)
        people.register("courses", merging.MOVER)
        reminders.register("follow-up", invitations.queue)
        live_figures.register("completed", _("people completed a course"), counts.completed, order=1)
