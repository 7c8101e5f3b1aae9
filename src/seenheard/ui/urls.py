"""Addresses of the shell: the council's colours and the components page."""

from django.urls import path

from seenheard.ui import views

app_name = "ui"
urlpatterns = [
    path("council.css", views.council_css, name="council_css"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("components/", views.components, name="components"),
]
