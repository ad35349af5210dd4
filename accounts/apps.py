from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True

    def ready(self):
        from django_otp.plugins.otp_totp.models import TOTPDevice

        from accounts import merging, merging_person, receivers, untouched  # noqa: F401
        from accounts.models import User

        merging.register("accounts", merging_person.MOVER)
        untouched.register(TOTPDevice)
        untouched.register(User.groups.through)


class WagtailUsersConfig(WagtailUsersAppConfig):
    user_viewset = "accounts.people.PeopleViewSet"
