from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "reclaim.core"
    label = "core"

    def ready(self) -> None:
        from reclaim.core import forgetting, mailbox, offers, outbox

        retention = offers.DailyJob("retention", forgetting.days_round, order=85)
        offers.daily_jobs.add("core", retention)
        offers.retentions.add("core", [*mailbox.FORGETS, *outbox.FORGETS])
        left_over = offers.DailyJob("outbox", outbox.send_left_over, order=60)
        offers.daily_jobs.add("outbox", left_over)
