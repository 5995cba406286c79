from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "reclaim.act.letters"
    label = "letters"

    def ready(self) -> None:
        from reclaim.act.letters import offers

        offers.register()
