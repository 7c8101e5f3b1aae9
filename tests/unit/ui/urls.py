"""The shell alone, so that its tests stand when a room above it does not."""

from django.urls import include, path

urlpatterns = [path("ui/", include("seenheard.ui.urls"))]
