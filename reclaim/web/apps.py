from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "reclaim.web"
    label = "web"
