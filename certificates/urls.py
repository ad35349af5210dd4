from django.urls import path

from certificates import views

app_name = "certificates"

urlpatterns = [
    path("me/certificates/", views.mine, name="mine"),
    path("me/certificates/<slug:code>/", views.one, name="one"),
    path("me/certificates/<slug:code>/pdf/", views.download, name="pdf"),
    path("verify/", views.check, name="check"),
]
