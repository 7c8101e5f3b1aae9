"""The addresses of the register of rules."""

from django.urls import path

from seenheard.timescales import views

app_name = "timescales"
urlpatterns = [
    path("rules/", views.register, name="rules"),
    path("rules/<str:rule_id>/", views.rule, name="rule"),
]
