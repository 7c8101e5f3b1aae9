"""The addresses of naming who opens a file that adoption has closed. None holds more of a child than its public id."""

from django.urls import path

from seenheard.record import views

app_name = "record"
urlpatterns = [
    path("", views.closed_files, name="closed_files"),
    path("name/", views.name_person, name="name_person"),
    path("<uuid:public_id>/<uuid:person>/end/", views.end_naming, name="end_naming"),
]
