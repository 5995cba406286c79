from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "reclaim.watch"
    label = "watch"

    def ready(self) -> None:
        from reclaim.watch import offers

        offers.register()
