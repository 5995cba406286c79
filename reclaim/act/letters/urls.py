from django.urls import path

from reclaim.act.letters.views import standings, writing

app_name = "letters"
urlpatterns = [
    path("confirm/<str:token>/", writing.confirm, name="confirm"),
    path("campaigns/<int:pk>/", standings.standings, name="campaign"),
    path("campaigns/<int:pk>/words/", standings.edit, name="edit"),
    path("campaigns/<int:pk>/facts/", standings.add_fact, name="add-fact"),
    path("facts/<int:pk>/remove/", standings.remove_fact, name="remove-fact"),
    path("deliveries/<int:pk>/again/", standings.try_again, name="try-again"),
    path("deliveries/<int:pk>/aside/", standings.set_aside, name="set-aside"),
    path("<slug:slug>/", writing.start, name="start"),
    path("<slug:slug>/official/", writing.official, name="official"),
    path("<slug:slug>/letter/", writing.letter, name="letter"),
    path("<slug:slug>/preview/", writing.preview, name="preview"),
    path("<slug:slug>/sent/", writing.sent, name="sent"),
    path("<slug:slug>/again/", writing.again, name="again"),
]
