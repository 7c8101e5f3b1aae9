"""A child's own addresses, plain words that name no service, no council and no child; and how staff let a child in."""

from django.urls import path

from .views import child_way, door

urlpatterns = [
    path("children/<uuid:public_id>/voices/child/", child_way.way, name="child_way"),
    path("children/<uuid:public_id>/voices/saw/", child_way.saw, name="saw"),
    path("hello/", door.door, name="door"),
    path("hello/go/", door.page, name="door_page"),
    path("hello/help/", door.not_safe, name="door_help"),
    path("hello/leave/", door.leave, name="door_leave"),
    path("hello/<str:token>/", door.link, name="door_link"),
    path("today/", door.today, name="door_today"),
]
