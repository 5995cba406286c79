from django.urls import path

from reclaim.organize.outreach import views

app_name = "outreach"
urlpatterns = [
    path("", views.lists, name="lists"),
    path("lists/new/", views.new_list, name="new-list"),
    path("lists/<int:pk>/", views.one_list, name="list"),
    path("lists/<int:pk>/hand/", views.hand, name="hand"),
    path("lists/<int:pk>/people/<int:person_pk>/", views.talk, name="talk"),
    path("talks/", views.sync, name="sync"),
    path("campaigns/<int:pk>/readiness/", views.readiness, name="readiness"),
]
