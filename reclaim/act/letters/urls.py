from django.urls import path

from reclaim.act.letters.views import arrivals, writing

app_name = "letters"
urlpatterns = [
    path("confirm/<str:token>/", writing.confirm, name="confirm"),
    path("campaigns/<int:pk>/", arrivals.arrivals, name="campaign"),
    path("campaigns/<int:pk>/words/", arrivals.edit, name="edit"),
    path("campaigns/<int:pk>/facts/", arrivals.add_fact, name="add-fact"),
    path("facts/<int:pk>/remove/", arrivals.remove_fact, name="remove-fact"),
    path("deliveries/<int:pk>/again/", arrivals.try_again, name="try-again"),
    path("deliveries/<int:pk>/aside/", arrivals.set_aside, name="set-aside"),
    path("<slug:slug>/", writing.start, name="start"),
    path("<slug:slug>/official/", writing.official, name="official"),
    path("<slug:slug>/letter/", writing.letter, name="letter"),
    path("<slug:slug>/preview/", writing.preview, name="preview"),
    path("<slug:slug>/sent/", writing.sent, name="sent"),
    path("<slug:slug>/again/", writing.again, name="again"),
]
