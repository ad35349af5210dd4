from django.urls import path

from saccos import print_views, views

app_name = "saccos"

urlpatterns = [
    path("join/<slug:token>/", views.join, name="join"),
    path("manage/", views.operators, name="operators"),
    path("manage/<slug:operator>/", views.dashboard, name="dashboard"),
    path("manage/<slug:operator>/staff/", views.staff, name="staff"),
    path("manage/<slug:operator>/staff/<int:pk>/", views.person, name="person"),
    path("manage/<slug:operator>/invite/", views.invite, name="invite"),
    path("manage/<slug:operator>/invite/poster/", views.print_poster, name="poster"),
    path("manage/<slug:operator>/print/", print_views.choose, name="print"),
    path("manage/<slug:operator>/print/<slug:token>/", print_views.progress, name="print_job"),
    path("manage/<slug:operator>/print/<slug:token>/file/", print_views.file, name="print_file"),
]
