from django.apps import AppConfig


class ScoreboardConfig(AppConfig):
    name = "reclaim.win.scoreboard"
    label = "scoreboard"

    def ready(self) -> None:
        from reclaim.win.scoreboard import offers

        offers.register()
