from django.urls import path

from home import app

urlpatterns = [
    path("sw.js", app.worker, name="worker"),
    path("manifest.webmanifest", app.manifest, name="manifest"),
    path("offline/", app.enter, name="enter"),
]
