from django.urls import re_path
from django.views.generic import RedirectView

from certificates import views

urlpatterns = [
    re_path(r"^$", RedirectView.as_view(pattern_name="certificates:check")),
    re_path(r"^(?P<code>[^/]+)/?$", views.verify, name="verify"),
]
