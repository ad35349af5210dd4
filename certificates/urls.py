from django.urls import path

from certificates import views

app_name = "certificates"

urlpatterns = [
    path("me/certificates/", views.mine, name="mine"),
    path("me/certificates/<slug:code>/", views.one, name="one"),
    path("me/certificates/<slug:code>/pdf/", views.download, {"kind": "pdf"}, name="pdf"),
    path("me/certificates/<slug:code>/card/", views.download, {"kind": "card"}, name="card"),
    path("me/certificates/<slug:code>/picture/", views.download, {"kind": "picture"}, name="picture"),
    path("me/certificates/<slug:code>/badge/", views.download, {"kind": "badge"}, name="badge"),
    path("verify/", views.check, name="check"),
]
