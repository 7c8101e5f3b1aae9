"""Addresses of reports, and of what is published."""

from django.urls import path

from .views import published, reports, totals

app_name = "performance"
urlpatterns = [
    path("reports/", reports.reports, name="reports"),
    path("reports/figures.csv", reports.file, {"kind": "csv"}, name="reports_csv"),
    path("reports/figures.xlsx", reports.file, {"kind": "xlsx"}, name="reports_xlsx"),
    path("totals/", totals.totals, name="totals"),
    path("published/", published.published, name="published"),
    path("published/publish/", published.publish, name="publish"),
    path("published/<uuid:public_id>/", published.report, name="published_report"),
    path("published/<uuid:public_id>/figures.csv", published.file, name="published_file"),
    path("published/<uuid:public_id>/withdraw/", published.withdraw, name="withdraw_published"),
]
