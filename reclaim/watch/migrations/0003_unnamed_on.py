from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('watch', '0002_tips'),
    ]

    operations = [
        migrations.AddField(
            model_name='tip',
            name='unnamed_on',
            field=models.DateField(blank=True, help_text='The day whoever told took their name off. No hour, see the decision.', null=True),
        ),
    ]
