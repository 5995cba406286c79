from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "reclaim.core"
    label = "core"

    def ready(self) -> None:
        from reclaim.core import mailbox, offers

        offers.daily_jobs.add("core", offers.DailyJob("mailbox", mailbox.forget_old, order=90))
