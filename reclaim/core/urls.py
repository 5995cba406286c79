from django.urls import path

from reclaim.core import views

app_name = "core"
urlpatterns = [
    path("", views.mailbox, name="mailbox"),
    path("<int:pk>/", views.mail, name="mail"),
]
