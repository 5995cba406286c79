from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "reclaim.core"
    label = "core"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from reclaim.core import forgetting, mailbox, offers, outbox, table_counts

        post_migrate.connect(table_counts.count_migrated, sender=self)
        counted = offers.DailyJob("table counts", table_counts.count_anew, order=5)
        offers.daily_jobs.add("table counts", counted)

        retention = offers.DailyJob("retention", forgetting.days_round, order=85)
        offers.daily_jobs.add("core", retention)
        offers.retentions.add("core", [*mailbox.FORGETS, *outbox.FORGETS])
        left_over = offers.DailyJob("outbox", outbox.send_left_over, order=60)
        offers.daily_jobs.add("outbox", left_over)
