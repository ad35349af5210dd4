from django.urls import path

from courses import quiz_views, views
from courses.measuring import views as measuring

app_name = "courses"

urlpatterns = [
    path("me/", views.me, name="me"),
    path("learn/quiz/<slug:slug>/", quiz_views.quiz, name="quiz"),
    path("learn/paper/<slug:ticket>/<int:number>/", quiz_views.question, name="question"),
    path("learn/paper/<slug:ticket>/review/", quiz_views.review, name="review"),
    path("learn/result/<slug:ticket>/", quiz_views.result, name="result"),
    path("learn/test/<uuid:course_key>/", measuring.measure, name="measure"),
    path("courses/<slug:course>/<slug:module>/<slug:lesson>/", views.lesson, name="lesson"),
]
