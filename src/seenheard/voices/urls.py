"""Addresses of the voices. A child's own are plain words that name no service and no council."""

from django.urls import URLPattern, path

from seenheard.voices.door_urls import urlpatterns as a_childs_own
from seenheard.voices.views import alarms, plans, set_voices, talking, what_is_asked

app_name = "voices"
urlpatterns: list[URLPattern] = [
    path("voices/categories/", what_is_asked.categories, name="categories"),
    path("voices/add-category/", what_is_asked.add_category, name="add_category"),
    path("voices/packs/<slug:pack>/", what_is_asked.pack, name="pack"),
    path("voices/categories/<slug:category>/", what_is_asked.category, name="category"),
    path("voices/categories/<slug:category>/change/", what_is_asked.change_category, name="change_category"),
    path("voices/categories/<slug:category>/duties/", what_is_asked.duties, name="duties"),
    path("voices/categories/<slug:category>/retire/", what_is_asked.retire, name="retire"),
    path("voices/categories/<slug:category>/merge/", what_is_asked.merge, name="merge"),
    path("voices/categories/<slug:category>/again/", what_is_asked.ask_again, name="ask_again"),
    path("voices/categories/<slug:category>/words/<slug:audience>/<slug:language>/", what_is_asked.words, name="words"),
    path("voices/settings/", set_voices.settings, name="settings"),
    path("voices/settings/<slug:setting>/", set_voices.set_one, name="set"),
    path("voices/languages/", set_voices.languages, name="languages"),
    path("voices/languages/<slug:language>/", set_voices.door_words, name="door_words"),
    path("replies/<uuid:public_id>/", talking.reply, name="reply"),
    path("replies/<uuid:public_id>/change/", talking.change, name="change"),
    path("replies/<uuid:public_id>/told/", talking.wish_told, name="wish_told"),
    path("rounds/<uuid:public_id>/talk/<slug:category>/", talking.talk, name="talk"),
    path("talks/<uuid:public_id>/told/", talking.told, name="told"),
    path("children/<uuid:public_id>/said-and-done/", talking.said_and_done, name="said_and_done"),
    path("children/<uuid:public_id>/said-and-done/card/", talking.card, name="card"),
    path("alarms/", alarms.alarms, name="alarms"),
    path("alarms/<uuid:public_id>/", alarms.alarm, name="alarm"),
    path("alarms/<uuid:public_id>/mine/", alarms.take, name="take_alarm"),
    path("alarms/<uuid:public_id>/done/", alarms.finish, name="finish_alarm"),
    path("children/<uuid:public_id>/plan-ratings/", plans.plan, name="plan"),
    *a_childs_own,
]
