"""Addresses of the voices. A child's own are plain words that name no service and no council."""

from django.urls import URLPattern

app_name = "voices"
urlpatterns: list[URLPattern] = []
