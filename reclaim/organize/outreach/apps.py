from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "reclaim.organize.outreach"
    label = "outreach"

    def ready(self) -> None:
        from reclaim.organize.outreach import offers

        offers.register()
