from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workshops", "0001_workshops")]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="not_theirs_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When the operator's manager said that this person does not work there.",
                null=True,
            ),
        ),
    ]
