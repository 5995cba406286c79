from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "reclaim.evidence"
    label = "evidence"

    def ready(self) -> None:
        from reclaim.evidence import offers

        offers.register()
