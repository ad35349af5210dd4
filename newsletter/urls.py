from django.urls import path

from newsletter import views

app_name = "newsletter"

urlpatterns = [
    path("newsletter/", views.subscribe, name="subscribe"),
    path("newsletter/asked/", views.asked, name="asked"),
    path("newsletter/confirm/<slug:token>/", views.confirm, name="confirm"),
    path("newsletter/leave/<slug:token>/", views.unsubscribe, name="unsubscribe"),
]
