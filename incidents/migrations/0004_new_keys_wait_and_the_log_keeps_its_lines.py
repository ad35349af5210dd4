import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_POSTGRESQL = (
    """
    CREATE TRIGGER incidents_log_is_not_emptied BEFORE TRUNCATE ON incidents_logline
    FOR EACH STATEMENT EXECUTE FUNCTION incidents_log_refuses()
    """,
)
# INSERT OR REPLACE takes a line out without asking the trigger of deletions.
_SQLITE = (
    """
    CREATE TRIGGER incidents_log_is_not_emptied BEFORE DELETE ON incidents_logline
    BEGIN SELECT RAISE(ABORT, 'the log of cases cannot be edited'); END
    """,
    """
    CREATE TRIGGER incidents_log_is_not_replaced BEFORE INSERT ON incidents_logline
    WHEN EXISTS (SELECT 1 FROM incidents_logline WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'the log of cases cannot be edited'); END
    """,
)
_BACK = {
    "postgresql": ("DROP TRIGGER incidents_log_is_not_emptied ON incidents_logline",),
    "sqlite": ("DROP TRIGGER incidents_log_is_not_emptied", "DROP TRIGGER incidents_log_is_not_replaced"),
}


def refuse(apps, schema_editor):
    _run(schema_editor, {"postgresql": _POSTGRESQL, "sqlite": _SQLITE})


def allow(apps, schema_editor):
    _run(schema_editor, _BACK)


def _run(schema_editor, statements):
    for statement in statements.get(schema_editor.connection.vendor, ()):
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0003_county_locked_by_a_phone'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='officer',
            name='removed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='teamkey',
            name='over_asked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='teamkey',
            name='over_asked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='incidents.officer'),
        ),
        migrations.CreateModel(
            name='KeptShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField()),
                ('locked_key', models.BinaryField()),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept', to='incidents.officer')),
                ('team_key', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept', to='incidents.teamkey')),
            ],
        ),
        migrations.RunPython(refuse, allow),
    ]
