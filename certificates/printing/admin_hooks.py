"""Printing in the admin: its addresses."""

from django.urls import path
from wagtail import hooks

from certificates.printing import admin_views


@hooks.register("register_admin_urls")
def addresses():
    return [
        path("certificates/print/", admin_views.choose, name="certificates_print"),
        path("certificates/print/<slug:token>/", admin_views.progress, name="certificates_print_job"),
        path("certificates/print/<slug:token>/file/", admin_views.file, name="certificates_print_file"),
    ]
