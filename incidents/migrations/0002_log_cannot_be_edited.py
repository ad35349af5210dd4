from django.db import migrations

_POSTGRESQL = (
    """
    CREATE FUNCTION incidents_log_refuses() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the log of cases cannot be edited'; END $$
    """,
    """
    CREATE TRIGGER incidents_log_is_kept BEFORE UPDATE OR DELETE ON incidents_logline
    FOR EACH ROW EXECUTE FUNCTION incidents_log_refuses()
    """,
)
# That a line is gone shows in the chain of digests.
_SQLITE = (
    """
    CREATE TRIGGER incidents_log_is_kept BEFORE UPDATE ON incidents_logline
    BEGIN SELECT RAISE(ABORT, 'the log of cases cannot be edited'); END
    """,
)
_BACK = {
    "postgresql": (
        "DROP TRIGGER incidents_log_is_kept ON incidents_logline",
        "DROP FUNCTION incidents_log_refuses()",
    ),
    "sqlite": ("DROP TRIGGER incidents_log_is_kept",),
}


def refuse(apps, schema_editor):
    _run(schema_editor, {"postgresql": _POSTGRESQL, "sqlite": _SQLITE})


def allow(apps, schema_editor):
    _run(schema_editor, _BACK)


def _run(schema_editor, statements):
    for statement in statements.get(schema_editor.connection.vendor, ()):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]

    operations = [migrations.RunPython(refuse, allow)]
