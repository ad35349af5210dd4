"""What the answers say, for trainers: the way there, under Reports."""

from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from courses.analysis import views


@hooks.register("register_admin_urls")
def analysis_urls():
    quiz, course = "reports/answers/quiz/<slug:slug>/", "reports/answers/course/<uuid:key>/"
    return [
        path("reports/answers/", views.index, name="course_analysis_index"),
        path(quiz, views.quiz, name="course_analysis_quiz"),
        path(f"{quiz}question/<slug:key>/", views.question, name="course_analysis_question"),
        path(f"{quiz}<slug:table>.<slug:kind>", views.quiz_table, name="course_analysis_quiz_table"),
        path(course, views.course, name="course_analysis_course"),
        path(f"{course}<slug:table>.<slug:kind>", views.course_table, name="course_analysis_course_table"),
    ]


class AnswersMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(views.MAY_READ)


@hooks.register("register_reports_menu_item")
def answers_menu_item():
    return AnswersMenuItem(
        _("What the answers say"), reverse_lazy("course_analysis_index"), name="answers", icon_name="help", order=110
    )
