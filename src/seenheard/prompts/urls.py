"""The one address of prompts: where an answer goes. Lists of prompts are the desk's."""

from django.urls import path

from seenheard.prompts import views

app_name = "prompts"
urlpatterns = [path("answer/", views.answer, name="answer")]
