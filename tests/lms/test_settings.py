import os
import subprocess
import sys

import pytest

SECRETS = {
    "SECRET_KEY": "x" * 64,
    "ALLOWED_HOSTS": "salama.example",
    "BASE_URL": "https://salama.example",
    "DATABASE_URL": "sqlite:////tmp/none.sqlite3",
    "CERTIFICATE_KEYS_DIR": "var/none",
}


_IS_DEBUG = "from django.conf import settings; print(settings.DEBUG)"
_SYNCS = "from django.db import connection as c; print(c.cursor().execute('PRAGMA synchronous').fetchone()[0])"


def start_production(then=_IS_DEBUG, **changes):
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "lms.settings.production"} | SECRETS | changes
    code = f"import django; django.setup(); {then}"
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


def test_production_starts_with_its_secrets():
    assert start_production().stdout.strip() == "False"


@pytest.mark.parametrize("name", SECRETS)
def test_production_refuses_to_start_without_one_and_names_it(name):
    answer = start_production(**{name: ""})
    assert answer.returncode != 0
    assert f"Set {name}" in answer.stderr


@pytest.mark.parametrize("name", ["AT_USERNAME", "AT_API_KEY"])
def test_a_gateway_that_is_chosen_needs_its_key(name):
    answer = start_production(**{"SMS_GATEWAY": "africastalking", "AT_USERNAME": "u", "AT_API_KEY": "k"} | {name: ""})
    assert f"Set {name}" in answer.stderr


def test_what_was_answered_outlives_a_power_cut_on_sqlite(tmp_path):
    full = "2"
    assert start_production(_SYNCS, DATABASE_URL=f"sqlite:///{tmp_path}/kept.sqlite3").stdout.strip() == full


def test_real_pages_carry_a_strict_policy(client, db):
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'self'" in policy


def test_no_site_frames_our_pages_and_wagtail_frames_its_previews(client, db):
    assert client.get("/healthz").headers["X-Frame-Options"] == "DENY"
    assert client.get("/admin/login/").headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in client.get("/admin/login/").headers["Content-Security-Policy"]


def test_only_wagtail_s_own_pages_may_use_inline_scripts(client, db):
    assert "'unsafe-inline'" in client.get("/admin/login/").headers["Content-Security-Policy"]


def test_alive_and_ready(client, db):
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").content == b"ready\n"
