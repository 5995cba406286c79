from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "reclaim.core"
    label = "core"

    def ready(self) -> None:
        from reclaim.core import mailbox, offers, outbox

        offers.daily_jobs.add("core", offers.DailyJob("mailbox", mailbox.forget_old, order=90))
        left_over = offers.DailyJob("outbox", outbox.send_left_over, order=60)
        offers.daily_jobs.add("outbox", left_over)
