"""Every address of the house. French pages stand under /fr/, English ones at the root."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from reclaim.web import views

urlpatterns = i18n_patterns(
    path("", views.home, name="home"),
    path("style/", views.style, name="style"),
    path("me/", views.my_facts, name="my-facts"),
    path("me.json", views.my_facts_file, name="my-facts-file"),
    path("accounts/code/<slug:code>/", views.code_link, name="account_code_link"),
    path("accounts/sessions/<int:pk>/end/", views.end_session, name="account_end_session"),
    path("accounts/", include("allauth.urls")),
    path("mailbox/", include("reclaim.core.urls")),
    path("places/", include("reclaim.places.urls")),
    path("people/", include("reclaim.people.urls")),
    path("watch/", include("reclaim.watch.urls")),
    path("evidence/", include("reclaim.evidence.urls")),
    path("campaigns/", include("reclaim.campaigns.urls")),
    path("outreach/", include("reclaim.organize.outreach.urls")),
    path("write/", include("reclaim.act.letters.urls")),
    path("wins/", include("reclaim.win.scoreboard.urls")),
    prefix_default_language=False,
)
handler429 = views.too_often
