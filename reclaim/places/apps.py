from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "reclaim.places"
    label = "places"
