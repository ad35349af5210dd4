from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"

    def ready(self):
        from accounts import merging as people
        from accounts import personal_data
        from courses import (
            merging,
            receivers,  # noqa: F401
        )
        from courses import personal_data as ours
        from courses.measuring import invitations
        from messaging import reminders

        personal_data.register("training", ours.of)
        people.register("courses", merging.MOVER)
        reminders.register("follow-up", invitations.queue)
