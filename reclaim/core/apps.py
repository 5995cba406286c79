from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "reclaim.core"
    label = "core"
