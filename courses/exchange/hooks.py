"""Question files in the admin."""

from django.urls import path
from wagtail import hooks

from courses.exchange import views


@hooks.register("register_admin_urls")
def addresses():
    return [
        path("questions/import/", views.import_file, name="question_import"),
        path("questions/import/<str:token>/", views.preview, name="question_import_preview"),
        path("questions/export/", views.export_file, name="question_export"),
    ]
