from django.urls import path

from home import app, feeds, search
from home.directory import papers, views

app_name = "home"

urlpatterns = [
    path("helplines/", views.helplines, name="helplines"),
    path("helplines/card.pdf", papers.paper, {"kind": "card"}, name="helpline_card"),
    path("helplines/poster.pdf", papers.paper, {"kind": "poster"}, name="helpline_poster"),
    path("helplines/pocket.pdf", papers.paper, {"kind": "pocket"}, name="helpline_pocket"),
    path("offline/", app.offline, name="offline"),
    path("search/", search.search, name="search"),
    path("news/feed.xml", feeds.NewsFeed(), name="feed"),
]
