"""Every address of the site, room by room."""

urlpatterns: list = []
