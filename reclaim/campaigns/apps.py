from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "reclaim.campaigns"
    label = "campaigns"

    def ready(self) -> None:
        from reclaim.campaigns import offers

        offers.register()
