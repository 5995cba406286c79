from django.db import migrations, models
from django.db.models import F


def read_when_dropped(apps, _editor):
    """Until now a sheet was read before there was a row of it."""
    apps.get_model("people", "Import").objects.update(read_at=F("dropped_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0019_corrections'),
    ]

    operations = [
        migrations.AddField(
            model_name='import',
            name='read_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.RunPython(read_when_dropped, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='import',
            constraint=models.CheckConstraint(
                condition=models.Q(('mapped_at', None), ('read_at__isnull', False), _connector='OR'),
                name='people_import_read_before_said',
            ),
        ),
    ]
