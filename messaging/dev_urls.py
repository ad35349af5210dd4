from django.urls import path

from messaging import dev_views

urlpatterns = [path("", dev_views.messages, name="dev_messages")]
