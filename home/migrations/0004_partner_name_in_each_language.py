from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("home", "0003_public_pages")]

    operations = [
        migrations.RenameField("partner", "name", "name_en"),
        migrations.AlterField(
            "partner",
            "name_en",
            models.CharField(max_length=100, unique=True, verbose_name="name (English)"),
        ),
        migrations.AddField(
            "partner",
            "name_sw",
            models.CharField(
                blank=True,
                default="",
                help_text="Empty: it has the same name in Kiswahili.",
                max_length=100,
                verbose_name="name (Kiswahili)",
            ),
            preserve_default=False,
        ),
        migrations.AlterModelOptions(
            "partner", {"ordering": ["order", "name_en"], "verbose_name": "partner"}
        ),
    ]
