from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_log_cannot_be_edited")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="is_county_locked",
            field=models.BooleanField(default=False, help_text="A phone sealed it, and nobody has opened it yet."),
        ),
    ]
