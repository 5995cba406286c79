from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaigns', '0003_shares'),
    ]

    operations = [
        migrations.AddField(
            model_name='share',
            name='counts_people',
            field=models.BooleanField(default=False, help_text='They also see how many members and friends there are.'),
        ),
    ]
