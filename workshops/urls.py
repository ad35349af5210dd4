from django.urls import path

from workshops import paper_views, run_views, views, walk_in_views

app_name = "workshops"

urlpatterns = [
    path("workshop/", views.by_code, name="code"),
    path("workshop/<slug:token>/", views.attend, name="attend"),
    path("run/", run_views.workshops, name="runs"),
    path("run/sw.js", run_views.worker, name="worker"),
    path("run/<int:pk>/", run_views.run, name="run"),
    path("run/<int:pk>/rows/", run_views.rows, name="rows"),
    path("run/<int:pk>/paper/", paper_views.paper, name="paper"),
    path("manage/<slug:operator>/workshops/", walk_in_views.people, name="walk_ins"),
]
