from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from home import fixed_pages
from home import people_admin as _people_admin
from home.directory import admin as directory_admin

# Before other rooms speak of the courses below the home page.
FIRST = -1
for event in ("before_delete_page", "before_move_page", "before_unpublish_page"):
    hooks.register(event, fixed_pages.keep, order=FIRST)
hooks.register("before_bulk_action", fixed_pages.keep_among, order=FIRST)
register_snippet(directory_admin.HelplineViewSet)
hooks.register("register_log_actions", directory_admin.register_log_actions)


@hooks.register("insert_global_admin_css")
def our_colours():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))
