from django.urls import re_path
from django.views.generic import RedirectView

from certificates import hosted, views
from certificates.officer import views as officer

urlpatterns = [
    re_path(r"^$", RedirectView.as_view(pattern_name="certificates:check")),
    re_path(r"^keys\.json$", officer.signing_keys, name="verify_keys"),
    re_path(r"^status\.json$", officer.status, name="verify_status"),
    re_path(r"^courses\.json$", officer.courses, name="verify_courses"),
    re_path(r"^sw\.js$", officer.worker, name="verify_worker"),
    re_path(r"^([a-z]+)\.([0-9a-f]{12})\.js$", officer.script, name="verify_script"),
    re_path(r"^(en|sw)\.webmanifest$", officer.manifest, name="verify_manifest"),
    re_path(r"^issuer\.json$", hosted.issuer, name="verify_issuer"),
    re_path(r"^course-(\d{1,9})(?:-(sw))?\.json$", hosted.course, name="verify_course"),
    re_path(r"^key-(\d{1,3})\.json$", hosted.key, name="verify_key"),
    re_path(r"^(?P<code>[^/]+)/?$", views.verify, name="verify"),
]
