from django.urls import path, re_path

from home import app, sitemap

urlpatterns = [
    path("sw.js", app.worker, name="worker"),
    re_path(r"^app\.([0-9a-f]{12})\.js$", app.app, name="app"),
    path("manifest.webmanifest", app.manifest, name="manifest"),
    path("offline/", app.enter, name="enter"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("robots.txt", sitemap.robots, name="robots"),
]
