from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from home import people_admin as _people_admin
from home.directory import admin as directory_admin

register_snippet(directory_admin.HelplineViewSet)
hooks.register("register_log_actions", directory_admin.register_log_actions)


@hooks.register("insert_global_admin_css")
def our_colours():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
