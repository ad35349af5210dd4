from django.urls import path

from home import app, views

app_name = "home"

urlpatterns = [
    path("helplines/", views.helplines, name="helplines"),
    path("offline/", app.offline, name="offline"),
]
