from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self):
        from accounts import merging as people
        from accounts import personal_data
        from certificates import merging, receivers, taking_along  # noqa: F401
        from courses.taking import keeping

        personal_data.register("certificates", taking_along.certificates)
        people.register("certificates", merging.MOVER)
        keeping.register(taking_along.pages)
