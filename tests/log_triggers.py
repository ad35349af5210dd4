"""The triggers that keep the lines of the case team's log, out of the way where a test needs that."""

from django.db import connection

_TABLE = "incidents_logline"


def off(statements: list[str]) -> list[str]:
    """Return the statements so that the log's triggers are off while they run."""
    if connection.vendor == "postgresql":
        alter = f"ALTER TABLE {_TABLE} %s TRIGGER USER"
        return [alter % "DISABLE", *statements, alter % "ENABLE"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [_TABLE])
        triggers = dict(cursor.fetchall())
    return [*(f"DROP TRIGGER {name}" for name in triggers), *statements, *triggers.values()]


def drop() -> None:
    """Take the triggers off until the test is rolled back."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE {_TABLE} DISABLE TRIGGER USER")
        else:
            for statement in off([]):
                if statement.startswith("DROP"):
                    cursor.execute(statement)
