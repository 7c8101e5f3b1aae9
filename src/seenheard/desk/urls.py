"""The desk's addresses. None holds anything about a child but the child's opaque public id."""

from django.urls import path

from seenheard.desk import views
from seenheard.desk.views import teams

app_name = "desk"
urlpatterns = [
    path("", views.start, name="start"),
    path("my-work/", views.my_work, name="my_work"),
    path("my-team/", teams.team, name="team"),
    path("children/", views.children, name="children"),
    path("children/<uuid:public_id>/", views.child, name="child"),
    path("children/<uuid:public_id>/story/", views.story, name="story"),
    path("children/<uuid:public_id>/past-duties/", views.past_duties, name="past_duties"),
    path("children/<uuid:public_id>/due-dates/", views.child_due_dates, name="child_due_dates"),
    path("children/<uuid:public_id>/address/", views.address, name="address"),
    path("due-dates/", views.due_dates, name="due_dates"),
]
