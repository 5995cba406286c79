from django.urls import path

from reclaim.places import views

app_name = "places"
urlpatterns = [
    path("", views.lookup, name="lookup"),
    path("here/", views.here, name="here"),
    path("districts/", views.districts, name="districts"),
    path("districts/<int:pk>/", views.district, name="district"),
]
