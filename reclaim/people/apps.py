from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "reclaim.people"
    label = "people"

    def ready(self) -> None:
        from reclaim.people import offers

        offers.register()
