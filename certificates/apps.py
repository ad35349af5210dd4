from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "certificates"

    def ready(self):
        from accounts import merging as people
        from accounts import personal_data
        from certificates import live_figures as counts
        from certificates import merging, receivers, taking_along  # noqa: F401
        from courses.taking import keeping
        from home import live_figures

        personal_data.register("certificates", taking_along.certificates)
        people.register("certificates", merging.MOVER)
        keeping.register(taking_along.pages)
        live_figures.register("certified", _("people hold a valid certificate"), counts.certified, order=2)
