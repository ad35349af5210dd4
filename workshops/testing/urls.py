"""The addresses of a workshop's tests and results, below the admin's own."""

from django.urls import path

from workshops.testing import result_views, views

urlpatterns = [
    path("workshops/<int:pk>/tests/", views.tests, name="workshop_tests"),
    path("workshops/<int:pk>/tests/papers-<slug:language>.pdf", views.papers, name="workshop_papers"),
    path("workshops/<int:pk>/tests/<int:test>/paper-<slug:language>.pdf", views.papers, name="workshop_paper"),
    path("workshops/<int:pk>/tests/<int:test>/type/", views.typing, name="workshop_typing"),
    path("workshops/<int:pk>/tests/<int:test>/hands/", views.count_hands, name="workshop_hands"),
    path("workshops/<int:pk>/results/", result_views.results_page, name="workshop_results"),
    path("workshops/<int:pk>/results/<slug:token>/", result_views.print_job, name="workshop_print_job"),
    path("workshops/<int:pk>/results/<slug:token>/file/", result_views.print_file, name="workshop_print_file"),
    path("workshops/<int:pk>/report/", result_views.report_page, name="workshop_report"),
    path("workshops/<int:pk>/report.csv", result_views.report_file, {"for_donors": False}, name="workshop_report_csv"),
    path(
        "workshops/<int:pk>/report-donors.csv",
        result_views.report_file,
        {"for_donors": True},
        name="workshop_report_donors",
    ),
]
