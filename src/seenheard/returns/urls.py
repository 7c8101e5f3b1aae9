"""Addresses of imports: never with a child's identifier."""

from django.urls import path

from . import views

app_name = "returns"
urlpatterns = [
    path("", views.history, name="history"),
    path("new/", views.start, name="start"),
    path("two-files/", views.compare, name="compare"),
    path("<uuid:public_id>/", views.run, name="run"),
    path("<uuid:public_id>/read/", views.read, name="read"),
    path("<uuid:public_id>/questions/", views.questions, name="questions"),
    path("<uuid:public_id>/apply/", views.agree, name="agree"),
    path("<uuid:public_id>/leave/", views.abandon, name="abandon"),
    path("<uuid:public_id>/problems/", views.problems, name="problems"),
    path("<uuid:public_id>/missing/", views.missing, name="missing"),
    path("<uuid:public_id>/undo/", views.undo, name="undo"),
    path("<uuid:public_id>/child/", views.mend, name="mend"),
]
