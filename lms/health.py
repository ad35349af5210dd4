from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.utils import timezone

from certificates import keys


def alive(request):
    return HttpResponse("alive\n", content_type="text/plain")


def ready(request):
    """Answer 200 when database and migrations are there, the cache keeps things, and a key can sign; else 503."""
    faults = [name for name, check in _CHECKS.items() if not _holds(check)]
    text = f"not ready: {', '.join(faults)}\n" if faults else "ready\n"
    return HttpResponse(text, content_type="text/plain", status=503 if faults else 200)


def _holds(check):
    try:
        return check()
    except Exception:  # noqa: BLE001 - whatever the fault is, the answer is "not ready"
        return False


def _migrations_applied():
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _cache_keeps():
    cache.set("readyz", "1", 10)
    return cache.get("readyz") == "1"


def _certificates_can_be_signed():
    return keys.load().current(timezone.now()) is not None


_CHECKS = {"database": _migrations_applied, "cache": _cache_keeps, "signing key": _certificates_can_be_signed}
