from django.urls import path

from reclaim.win.scoreboard import views

app_name = "scoreboard"
urlpatterns = [
    path("", views.scoreboard, name="scoreboard"),
    path("services/", views.services_list, name="services"),
    path("services/<int:pk>/", views.story, name="story"),
    path("note/", views.note, name="note"),
    path("outcomes/<int:pk>/correct/", views.correct, name="correct"),
]
