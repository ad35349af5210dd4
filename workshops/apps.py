from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    name = "workshops"
    verbose_name = "Workshops"

    def ready(self):
        from accounts import merging as people
        from accounts import personal_data
        from workshops import merging, taking_along

        people.register("workshops", merging.MOVER)
        personal_data.register("workshops", taking_along.workshops)
