from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsletterConfig(AppConfig):
    name = "newsletter"
    verbose_name = _("Newsletter")

    def ready(self):
        from messaging import outcomes, reminders
        from newsletter import bounces, kinds, sending

        reminders.register("newsletter", sending.put_some)
        reminders.keep_to_the_day(kinds.NEWSLETTER)
        reminders.let_wait(kinds.NEWSLETTER)
        for kind in (kinds.NEWSLETTER, kinds.CONFIRM, kinds.ALREADY):
            outcomes.register(kind, bounces.refused)
