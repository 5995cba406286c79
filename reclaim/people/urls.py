from django.urls import path

from reclaim.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="people"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/change/", views.change_person, name="change-person"),
    path("<int:pk>/contacts/add/", views.add_contact, name="add-contact"),
    path("<int:pk>/consents/add/", views.record_consent, name="record-consent"),
    path("myself/", views.self_identification, name="self-identification"),
    path("organizations/<slug:slug>/counts/", views.identity_counts, name="identity-counts"),
    path("preferences/<str:token>/", views.preferences, name="preferences"),
    path("preferences/<str:token>/stop/", views.stop_everything, name="stop-everything"),
    path("<int:pk>/notes/add/", views.write_note, name="write-note"),
    path("<int:pk>/locals/add/", views.join_local, name="join-local"),
    path("contacts/<int:pk>/", views.mark_contact, name="mark-contact"),
    path("notes/<int:pk>/remove/", views.remove_note, name="remove-note"),
    path("locals/<int:pk>/end/", views.leave_local, name="leave-local"),
    path("fields/<int:pk>/end/", views.end_custom_field, name="end-custom-field"),
    path("organizations/", views.organizations, name="organizations"),
    path("organizations/<slug:slug>/", views.organization, name="organization"),
    path("organizations/<slug:slug>/invite/", views.invite, name="invite"),
    path("organizations/<slug:slug>/worksites/add/", views.add_worksite, name="add-worksite"),
    path("organizations/<slug:slug>/people/add/", views.add_person, name="add-person"),
    path("organizations/<slug:slug>/fields/", views.custom_fields, name="custom-fields"),
    path("organizations/<slug:slug>/imports/", views.imports, name="imports"),
    path("imports/<int:pk>/", views.one_import, name="import"),
    path("imports/<int:pk>/columns/", views.import_columns, name="import-columns"),
    path("imports/<int:pk>/start/", views.start_import, name="start-import"),
    path("imports/<int:pk>/go-on/", views.go_on, name="go-on-importing"),
    path("imports/<int:pk>/set-aside/", views.import_set_aside, name="import-set-aside"),
    path("imports/<int:pk>/undo/", views.undo_import, name="undo-import"),
    path("imports/<int:pk>/throw-away/", views.discard_import, name="discard-import"),
    path("roles/<int:pk>/end/", views.end_role, name="end-role"),
    path("invitations/<int:pk>/withdraw/", views.withdraw, name="withdraw-invitation"),
    path("invitations/<str:token>/", views.accept_invitation, name="accept-invitation"),
]
