from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default = True

    def ready(self):
        from accounts import merging, merging_person, receivers  # noqa: F401

        merging.register("accounts", merging_person.MOVER)


class WagtailUsersConfig(WagtailUsersAppConfig):
    user_viewset = "accounts.people.PeopleViewSet"
