"""What stands before /admin/: the password, slowed down for guessers, and the second factor at every address."""

import pytest
from django.contrib.auth.models import Group
from django.urls import URLPattern, get_resolver

from accounts import password_guard
from accounts.models import User
from tests.conftest import make_authenticator, sign_in

pytestmark = pytest.mark.django_db
LOGIN = "/admin/login/"


def log_in(client, **fields):
    return client.post(LOGIN, {"username": "eshe", "password": "a long password"} | fields)


def admin_paths(patterns=None, before="/"):
    """Yield an address for each page under /admin/, with 1 for whatever it takes."""
    for entry in patterns or [p for p in get_resolver().url_patterns if str(p.pattern) == "admin/"]:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield "/".join("1" if part.startswith("<") else part for part in route.split("/"))
        else:
            yield from admin_paths(entry.url_patterns, route)


@pytest.fixture
def trainer(eshe):
    eshe.groups.add(Group.objects.get(name="Editors"))
    return eshe


def test_no_address_of_the_admin_opens_without_the_second_factor(client, farida):
    sign_in(client, farida)
    paths = [path for path in admin_paths() if "^" not in path and path not in (LOGIN, "/admin/logout/")]
    assert len(paths) > 200
    opened = [
        path for path in paths if not client.get(path).headers.get("Location", "").startswith("/en/second-factor/")
    ]
    assert opened == []


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/users/", "/admin/pages/", "/admin/nothing/here/", "/admin/login/x/"]
)
@pytest.mark.parametrize("send", ["get", "post", "put", "head"])
def test_every_way_of_asking_is_turned_away(client, trainer, path, send):
    response = getattr(sign_in(client, trainer), send)(path)
    assert response.url == f"/en/second-factor/?next={path}"


def test_a_script_of_the_page_gets_a_plain_no(client, trainer):
    response = sign_in(client, trainer).get("/admin/pages/", headers={"x-requested-with": "XMLHttpRequest"})
    assert response.status_code == 403


def test_past_the_second_factor_the_admin_opens(client, trainer):
    assert sign_in(client, trainer, verified=True).get("/admin/").status_code == 200


def test_who_may_not_enter_is_left_to_wagtail(client, amina):
    assert sign_in(client, amina).get("/admin/").url.startswith(LOGIN)
    assert sign_in(client, amina, verified=True).get("/admin/users/").url.startswith(LOGIN)


def test_the_whole_way_of_a_trainer_who_comes_the_first_time(client, trainer):
    assert client.get("/admin/").url == f"{LOGIN}?next=/admin/"
    assert log_in(client, next="/admin/").url == "/admin/"
    assert client.get("/admin/").url == "/en/second-factor/?next=/admin/"
    assert client.get("/en/second-factor/?next=/admin/").url == "/en/second-factor/set-up/?next=%2Fadmin%2F"


def test_signing_out_needs_no_second_factor(client, trainer):
    sign_in(client, trainer).post("/admin/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("remember", [{}, {"remember": "on"}])
def test_a_password_session_ends_after_12_hours(client, trainer, clock, remember):
    log_in(client, **remember)
    clock.move(hours=12, seconds=-1)
    assert client.get("/admin/").url.startswith("/en/second-factor/")
    clock.move(seconds=1)
    assert client.get("/admin/").url.startswith(LOGIN)


def test_a_learner_has_no_password_to_guess(client, amina):
    for username in (str(amina.phone), ""):
        log_in(client, username=username, password="")
    assert "_auth_user_id" not in client.session


def test_four_wrong_passwords_cost_no_wait(client, eshe):
    for _ in range(4):
        log_in(client, password="wrong")
    assert log_in(client).status_code == 302


def test_the_fifth_wrong_password_costs_half_a_minute(client, eshe, clock):
    for _ in range(5):
        log_in(client, password="wrong")
    assert "Wait 30 seconds" in log_in(client).content.decode()
    clock.move(seconds=29)
    assert "Wait 1 second" in log_in(client).content.decode()
    clock.move(seconds=1)
    assert log_in(client).status_code == 302


def test_the_wait_grows_up_to_a_quarter_of_an_hour(clock):
    waits = []
    for _ in range(12):
        password_guard.note_failure("eshe")
        waits.append(password_guard.seconds_to_wait("eshe"))
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_a_right_password_starts_afresh(client, eshe):
    for _ in range(4):
        log_in(client, password="wrong")
    log_in(client)
    client.logout()
    log_in(client, password="wrong")
    assert password_guard.seconds_to_wait("eshe") == 0


def test_a_name_that_nobody_has_looks_the_same(client, eshe):
    def said(username):
        response = log_in(client, username=username, password="wrong")
        return response.status_code, [str(error) for error in response.context["form"].non_field_errors()]

    for _ in range(7):
        assert said("eshe") == said("nobody")


def test_letter_case_and_spaces_give_no_more_tries(clock):
    for name in ("eshe", "Eshe", " ESHE ", "eshe", "eshe"):
        password_guard.note_failure(name)
    assert password_guard.seconds_to_wait("eshe") == 30


def test_sessions_end_when_a_person_is_made_inactive(client, trainer):
    sign_in(client, trainer, verified=True)
    User.objects.update(is_active=False)
    assert client.get("/admin/").url.startswith(LOGIN)


def test_a_deleted_authenticator_ends_what_it_opened(client, trainer):
    sign_in(client, trainer, verified=True)
    make_authenticator(trainer).delete()
    assert client.get("/admin/").url.startswith("/en/second-factor/")
