from django.urls import path

from courses import views

app_name = "courses"

urlpatterns = [
    path("me/", views.me, name="me"),
    path("learn/quiz/<slug:slug>/", views.quiz, name="quiz"),
    path("learn/paper/<slug:ticket>/<int:number>/", views.question, name="question"),
    path("learn/paper/<slug:ticket>/review/", views.review, name="review"),
    path("learn/result/<slug:ticket>/", views.result, name="result"),
    path("courses/<slug:course>/<slug:module>/<slug:lesson>/", views.lesson, name="lesson"),
]
