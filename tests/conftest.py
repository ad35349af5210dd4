import pytest
from django.core.cache import caches
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import TransactionTestCase
from django.utils import translation

from tests import log_triggers, make

OPENS_THE_DATABASE = {"db", "transactional_db", "live_server", "committed", "django_db_setup"}


def pytest_addoption(parser):
    parser.addoption("--database-only", action="store_true", help="leave out what never opens the database")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--database-only"):
        left_out = [item for item in items if not opens_the_database(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if opens_the_database(item)]


def opens_the_database(item):
    is_case = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    return is_case or item.get_closest_marker("django_db") or OPENS_THE_DATABASE & set(item.fixturenames)


@pytest.fixture(autouse=True)
def _fresh_caches():
    for name in ("default", "pages"):
        caches[name].clear()
    yield
    translation.activate("en")


@pytest.fixture(autouse=True, scope="session")
def _emptied_tables():
    """Empty the log of cases too between tests that do not roll back, though its table refuses that."""
    empty = BaseDatabaseOperations.execute_sql_flush
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", lambda self, sql: empty(self, log_triggers.off(sql)))
        yield


@pytest.fixture
def amina(db):
    return make.make_user("+254700000001", "Amina Hassan")


@pytest.fixture
def chausiku(db):
    return make.make_user("+254700000003", "Chausiku Njeri", role="driver")


@pytest.fixture
def baraka(db):
    return make.make_user("+254700000002", "Baraka Mwangi", role="manager")


@pytest.fixture
def daudi(db):
    return make.make_user("+254700000004", "Daudi Otieno", role="manager")


@pytest.fixture
def pwani(baraka):
    return make.make_operator(manager=baraka)


@pytest.fixture
def course(db):
    return make.make_course()


def sign_in(client, user, verified=False):
    """Sign a person in as the platform does; with `verified`, past the second factor too."""
    client.force_login(user, backend="accounts.backends.UsernameBackend")
    if verified:
        from accounts import second_factor

        session = client.session
        second_factor.mark_verified(session, make_authenticator(user))
        session.save()
    return client


def make_authenticator(user):
    from django_otp.plugins.otp_totp.models import TOTPDevice

    return TOTPDevice.objects.get_or_create(user=user, name="authenticator", defaults={"confirmed": True})[0]
