"""The addresses about who may see a child. None holds more of a child than its public id."""

from django.urls import path

from seenheard.record.views import closed_files, conflicts, looks, openings, restricted

app_name = "record"
urlpatterns = [
    path("closed-files/", closed_files.closed_files, name="closed_files"),
    path("closed-files/name/", closed_files.name_person, name="name_person"),
    path("closed-files/<uuid:public_id>/<uuid:person>/end/", closed_files.end_naming, name="end_naming"),
    path("restricted/", restricted.restricted, name="restricted"),
    path("restricted/new/", restricted.restrict, name="restrict"),
    path("restricted/<uuid:public_id>/end/", restricted.end_restriction, name="end_restriction"),
    path("conflicts/", conflicts.conflicts, name="conflicts"),
    path("conflicts/<uuid:public_id>/declare/", conflicts.declare, name="declare_conflict"),
    path("conflicts/<uuid:public_id>/end/", conflicts.end_conflict, name="end_conflict"),
    path("on-duty/", openings.on_duty, name="on_duty"),
    path("break-glass/", openings.break_glass, name="break_glass"),
    path("looks/", looks.looks, name="looks"),
    path("looks/<int:key>/", looks.look, name="look"),
]
