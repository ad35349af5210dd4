from wagtail import hooks
from wagtail.snippets.models import register_snippet

from newsletter import admin
from newsletter import menu as _menu
from newsletter.subscriber_admin import SubscriberViewSet

register_snippet(admin.IssueViewSet)
hooks.register("before_delete_snippet", admin.refuse_to_delete)
hooks.register("before_bulk_action", admin.refuse_to_delete_together)


@hooks.register("register_admin_viewset")
def register_subscribers():
    return SubscriberViewSet()
