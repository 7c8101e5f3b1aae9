"""Addresses of the voices. A child's own are plain words that name no service and no council."""

from django.urls import URLPattern, path

from seenheard.voices.views import alarms, plans

app_name = "voices"
urlpatterns: list[URLPattern] = [
    path("alarms/", alarms.alarms, name="alarms"),
    path("alarms/<uuid:public_id>/", alarms.alarm, name="alarm"),
    path("alarms/<uuid:public_id>/mine/", alarms.take, name="take_alarm"),
    path("alarms/<uuid:public_id>/done/", alarms.finish, name="finish_alarm"),
    path("children/<uuid:public_id>/plan-ratings/", plans.plan, name="plan"),
]
