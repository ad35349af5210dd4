from django.conf import settings
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from courses import attention
from courses import retiring_hooks as _retiring
from courses.analysis import hooks as _analysis
from courses.bank import hooks as _bank
from courses.exchange import hooks as _exchange
from courses.holding import hooks as _holding
from courses.measuring import hooks as _measuring
from courses.models import CourseIndexPage
from courses.narrating import hooks as _narrating
from courses.parity import hooks as _parity


@hooks.register("register_admin_menu_item")
def courses_menu_item():
    return CoursesMenuItem(
        _("Courses"), reverse_lazy("wagtailadmin_explore_root"), name="courses", icon_name="doc-full", order=200
    )


class CoursesMenuItem(MenuItem):
    """Lead to the English list of courses, where a trainer begins."""

    @property
    def url(self):
        index = CourseIndexPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
        return reverse("wagtailadmin_explore", args=[index.pk]) if index else self._root

    @url.setter
    def url(self, root):
        self._root = root


@hooks.register("construct_homepage_panels")
def attention_first(request, panels):
    panels.insert(0, AttentionPanel())


class AttentionPanel(Component):
    """What a trainer should look at today, with the way there."""

    order = 10
    template_name = "courses/admin/attention.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        return {"lines": [line for line in attention.lines(user) if line.number]}
