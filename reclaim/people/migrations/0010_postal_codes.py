from django.db import migrations

from reclaim.people.models.postal import code_in

BATCH = 5_000


def read(apps, schema_editor):
    """The postal codes in the addresses that are here already, as services.postal reads them."""
    points = apps.get_model("people", "ContactPoint").objects.filter(postal_code=None).order_by()
    points.exclude(kind="address").update(postal_code="")
    last = 0
    while some := list(points.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for point in some:
            point.postal_code = code_in(point.value)
        points.model.objects.bulk_update(some, ["postal_code"], batch_size=200)
        last = some[-1].pk


class Migration(migrations.Migration):
    dependencies = [("people", "0009_segments")]
    operations = [migrations.RunPython(read, migrations.RunPython.noop)]
