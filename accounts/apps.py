from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "accounts"


class WagtailUsersConfig(WagtailUsersAppConfig):
    user_viewset = "accounts.people.PeopleViewSet"
