from django.urls import path
from django.views.generic import RedirectView

from incidents.casework import anew_views, closing_views, team_views, unlock_views, views

urlpatterns = [
    path("", views.cases, name="cases"),
    path("close/", closing_views.close, name="close"),
    path("unlock/", unlock_views.unlock, name="unlock"),
    path("lock/", unlock_views.lock, name="lock"),
    path("hold/", unlock_views.hold, name="hold"),
    path("team/", team_views.officers, name="officers"),
    path("team/passphrase/", team_views.passphrase, name="passphrase"),
    path("team/key/", team_views.rotate, name="rotate"),
    path("team/passphrase/old/", team_views.old_passphrase, name="old_passphrase"),
    path("team/key/anew/", anew_views.finish, name="start_over"),
    path("team/key/anew/ask/", anew_views.ask, name="ask_to_start_over"),
    path("team/key/anew/stop/", anew_views.stop, name="stop_starting_over"),
    path("team/<int:pk>/key/", team_views.share, name="share"),
    path("team/<int:pk>/remove/", team_views.remove, name="remove"),
    path("log/", views.log, name="log"),
    path("counts/", RedirectView.as_view(pattern_name="incident_counts"), name="counts"),
    path("files/<slug:token>/", views.file, name="file"),
    path("<slug:number>/", views.case, name="case"),
    path("<slug:number>/export/", views.export, name="export"),
    path("<slug:number>/log/", views.log, name="case_log"),
]
