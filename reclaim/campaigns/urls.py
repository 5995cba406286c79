from django.urls import path

from reclaim.campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("", views.campaigns, name="campaigns"),
    path("start/", views.start, name="start"),
    path("<int:pk>/", views.room, name="room"),
    path("<int:pk>/numbers/", views.basis, name="basis"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/publish/", views.publish, name="publish"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/plan/", views.plan, name="plan"),
    path("<int:pk>/plan/add/", views.add_milestone, name="add-milestone"),
    path("<int:pk>/partners/", views.partners, name="partners"),
    path("shares/<int:pk>/end/", views.end_share, name="end-share"),
    path("shared/<int:pk>/", views.shared, name="shared"),
    path("<int:pk>/targets/", views.targets, name="targets"),
    path("steps/<int:pk>/edit/", views.edit_milestone, name="edit-milestone"),
    path("steps/<int:pk>/done/", views.finish_milestone, name="finish-milestone"),
    path("steps/<int:pk>/reopen/", views.reopen_milestone, name="reopen-milestone"),
    path("steps/<int:pk>/drop/", views.drop_milestone, name="drop-milestone"),
    path("targets/<int:pk>/remove/", views.remove_target, name="remove-target"),
]
