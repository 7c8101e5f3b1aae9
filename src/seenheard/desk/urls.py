"""The desk's addresses. None holds anything about a child but the child's opaque public id."""

from django.urls import path

from seenheard.desk import views
from seenheard.desk.views import recorded, recording, teams, to_do, visiting

app_name = "desk"
urlpatterns = [
    path("", views.start, name="start"),
    path("my-work/", views.my_work, name="my_work"),
    path("my-team/", teams.team, name="team"),
    path("my-team/file/", teams.team_file, name="team_file"),
    path("my-team/late/", teams.late, name="team_late"),
    path("my-team/late/file/", teams.late_file, name="team_late_file"),
    path("my-team/without-a-worker/", teams.unheld, name="team_unheld"),
    path("my-team/without-a-worker/file/", teams.unheld_file, name="team_unheld_file"),
    path("my-team/caseloads/", teams.caseloads, name="team_caseloads"),
    path("my-team/caseloads/file/", teams.caseloads_file, name="team_caseloads_file"),
    path("my-team/caseloads/limits/", teams.limits, name="caseload_limits"),
    path("my-team/first-year/<path:worker>/", teams.stage, name="worker_stage"),
    path("my-team/changes-of-worker/", teams.changes, name="team_changes"),
    path("my-team/changes-of-worker/file/", teams.changes_file, name="team_changes_file"),
    path("my-team/seen-by-nobody/", teams.unseen, name="team_unseen"),
    path("my-team/seen-by-nobody/file/", teams.unseen_file, name="team_unseen_file"),
    path("children/", views.children, name="children"),
    path("children/<uuid:public_id>/", views.child, name="child"),
    path("children/<uuid:public_id>/story/", views.story, name="story"),
    path("children/<uuid:public_id>/past-duties/", views.past_duties, name="past_duties"),
    path("children/<uuid:public_id>/due-dates/", views.child_due_dates, name="child_due_dates"),
    path("children/<uuid:public_id>/address/", views.address, name="address"),
    path("children/<uuid:public_id>/record/", recording.choose, name="record"),
    path("children/<uuid:public_id>/record/<slug:kind>/", recording.event, name="record_event"),
    path("children/<uuid:public_id>/recorded/", recorded.recorded, name="recorded"),
    path("children/<uuid:public_id>/recorded/events/<str:key>/", recorded.correct_event, name="correct_event"),
    path("children/<uuid:public_id>/recorded/visits/<str:key>/", recorded.correct_visit, name="correct_visit"),
    path("children/<uuid:public_id>/recorded/<str:name>/<str:key>/take-back/", recorded.withdraw, name="withdraw"),
    path("children/<uuid:public_id>/recorded/<str:name>/<str:key>/", recorded.versions, name="recorded_versions"),
    path("children/<uuid:public_id>/visit/", visiting.start, name="visit_start"),
    path("children/<uuid:public_id>/to-do/", to_do.to_do, name="to_do"),
    path("children/<uuid:public_id>/to-do/worries/<str:key>/", to_do.answer, name="answer"),
    path("children/<uuid:public_id>/to-do/actions/", to_do.add_action, name="add_action"),
    path("children/<uuid:public_id>/to-do/actions/<str:key>/", to_do.action, name="action"),
    path("children/<uuid:public_id>/to-do/book/", to_do.book, name="book"),
    path("children/<uuid:public_id>/to-do/late/", to_do.explain, name="explain"),
    path("children/<uuid:public_id>/to-do/bookings/<str:key>/", to_do.cancel_booking, name="cancel_booking"),
    path("visits/<uuid:draft>/", visiting.visit, name="visit"),
    path("visits/<uuid:draft>/keep/", visiting.keep, name="visit_keep"),
    path("visits/<uuid:draft>/done/", visiting.done, name="visit_done"),
    path("due-dates/", views.due_dates, name="due_dates"),
]
