from django.urls import path

from courses import file_views, handing_in, listen_views, quiz_views, views
from courses.measuring import views as measuring
from courses.refreshing import views as refreshing
from courses.taking import shell
from courses.taking import views as taking

app_name = "courses"

urlpatterns = [
    path("me/", views.me, name="me"),
    path("learn/quiz/<slug:slug>/", quiz_views.quiz, name="quiz"),
    path("learn/paper/<slug:ticket>/<int:number>/", quiz_views.question, name="question"),
    path("learn/paper/<slug:ticket>/review/", quiz_views.review, name="review"),
    path("learn/hand-in/", handing_in.hand_in, name="hand_in"),
    path("learn/hand-in-file/", file_views.hand_in_file, name="hand_in_file"),
    path("learn/held/<int:pk>/read/", file_views.read, name="held_read"),
    path("learn/result/<slug:ticket>/", quiz_views.result, name="result"),
    path("learn/listen/<uuid:lesson_key>/", listen_views.listen, name="listen"),
    path("learn/refresh/", refreshing.refresh, name="refresh"),
    path("learn/test/<uuid:course_key>/", measuring.measure, name="measure"),
    path("learn/take/<uuid:course_key>/", taking.take, name="take"),
    path("learn/take/<uuid:course_key>/about.json", taking.about, name="take_about"),
    path("learn/take/<uuid:course_key>/bundle-<slug:digest>.json", taking.take_bundle, name="take_bundle"),
    path("offline/quiz/", shell.quiz, name="phone_quiz"),
    path("courses/<slug:course>/", views.course, name="course"),
    path("courses/<slug:course>/<slug:module>/", views.module, name="module"),
    path("courses/<slug:course>/<slug:module>/<slug:lesson>/", views.lesson, name="lesson"),
]
