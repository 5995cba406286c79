from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0020_read_by_a_job'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='person', name='people_person_of'),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['organization', 'name_key', 'id', 'worksite'], name='people_person_of'),
        ),
    ]
