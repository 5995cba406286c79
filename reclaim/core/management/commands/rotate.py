"""A new sealing key, and everything sealed again with it."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from secrets import token_bytes
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, models, transaction

from reclaim.core.sealing import SealedField, resealed

BATCH = 500


class Command(BaseCommand):
    help = "Make a new sealing key and seal everything again with it."

    def handle(self, *args: Any, **options: Any) -> None:
        kept = settings.STORE / "sealing-keys"
        if kept.exists():
            new = urlsafe_b64encode(token_bytes(32)).decode()
            settings.SEALING_KEYS = [new, *settings.SEALING_KEYS]
            kept.write_text("".join(f"{key}\n" for key in settings.SEALING_KEYS))
        for model, field in sealed_fields():
            count = seal_again(model, field)
            self.stdout.write(f"{model._meta.label}.{field.name}: {count} sealed again.")


def sealed_fields() -> Iterator[tuple[type[models.Model], SealedField]]:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, SealedField):
                yield model, field


def seal_again(model: type[models.Model], field: SealedField) -> int:
    """Row by row as the database holds it, so that nothing is opened that need not be."""
    table, column = (
        connection.ops.quote_name(n) for n in (model._meta.db_table, str(field.column))
    )
    key = connection.ops.quote_name(str(model._meta.pk.column if model._meta.pk else "id"))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key}, {column} FROM {table} WHERE {column} IS NOT NULL")  # noqa: S608
        rows = cursor.fetchall()
        for start in range(0, len(rows), BATCH):
            with transaction.atomic():
                cursor.executemany(
                    f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s",  # noqa: S608
                    [(resealed(old), pk, old) for pk, old in rows[start : start + BATCH]],
                )
    return len(rows)
