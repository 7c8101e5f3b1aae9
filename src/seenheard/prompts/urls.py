"""Where an answer goes, and what administrators are told. Lists of prompts are the desk's."""

from django.urls import path

from seenheard.prompts import views

app_name = "prompts"
urlpatterns = [
    path("answer/", views.answer, name="answer"),
    path("messages/", views.failed_messages, name="messages"),
]
