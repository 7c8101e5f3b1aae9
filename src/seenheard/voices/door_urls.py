"""A child's own addresses: plain words that name no service, no council and no child."""

from django.urls import path

from .views import door

urlpatterns = [
    path("hello/", door.door, name="door"),
    path("hello/go/", door.page, name="door_page"),
    path("hello/help/", door.not_safe, name="door_help"),
    path("hello/leave/", door.leave, name="door_leave"),
    path("hello/<str:token>/", door.link, name="door_link"),
    path("today/", door.today, name="door_today"),
]
