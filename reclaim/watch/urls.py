from django.urls import path

from reclaim.watch import views

app_name = "watch"
urlpatterns = [
    path("", views.threats, name="threats"),
    path("threats/<int:pk>/", views.threat, name="threat"),
    path("threats/<int:pk>/dismiss/", views.dismiss, name="dismiss"),
    path("threats/<int:pk>/reopen/", views.reopen, name="reopen"),
    path("services/", views.guarded, name="services"),
    path("services/add/", views.add_service, name="add-service"),
    path("services/<int:pk>/", views.service, name="service"),
    path("services/<int:pk>/edit/", views.edit_service, name="edit-service"),
    path("sources/", views.sources, name="sources"),
    path("sources/<slug:slug>/", views.source, name="source"),
    path("sources/<slug:slug>/set-aside/", views.set_aside, name="set-aside"),
    path("rows/<str:row>/", views.row, name="row"),
]
