from django.urls import path

from reclaim.evidence import views

app_name = "evidence"
urlpatterns = [
    path("", views.findings, name="findings"),
    path("services/<int:pk>/", views.service, name="service"),
    path("services/<int:pk>/dossier/<str:language>/", views.make, name="make-dossier"),
    path("findings/<int:pk>/", views.finding, name="finding"),
    path("dossiers/<int:pk>/", views.dossier, name="dossier"),
]
