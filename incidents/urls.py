from django.urls import include, path

from incidents import views

app_name = "incidents"

urlpatterns = [
    path("report/", views.report, name="report"),
    path("report/follow/", views.follow, name="follow"),
    path("report/leave/", views.leave, name="leave"),
    path("report/sealed/", views.sealed, name="sealed"),
    path("cases/", include("incidents.casework.urls")),
]
