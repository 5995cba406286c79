from django.urls import path

from reclaim.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="people"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/change/", views.change_person, name="change-person"),
    path("organizations/", views.organizations, name="organizations"),
    path("organizations/<slug:slug>/", views.organization, name="organization"),
    path("organizations/<slug:slug>/invite/", views.invite, name="invite"),
    path("organizations/<slug:slug>/worksites/add/", views.add_worksite, name="add-worksite"),
    path("organizations/<slug:slug>/people/add/", views.add_person, name="add-person"),
    path("roles/<int:pk>/end/", views.end_role, name="end-role"),
    path("invitations/<int:pk>/withdraw/", views.withdraw, name="withdraw-invitation"),
    path("invitations/<str:token>/", views.accept_invitation, name="accept-invitation"),
]
