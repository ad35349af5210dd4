import time

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice

from messaging import outbox
from messaging.dev_views import code_of

pytestmark = pytest.mark.django_db


def test_the_newest_message_comes_first_and_stays_out_of_search_engines(client):
    outbox.enqueue("sign_in_code", "+254700000001", "Older", is_secret=True)
    outbox.enqueue("sign_in_code", "+254700000002", "Newer", is_secret=True)
    response = client.get("/dev/messages/")
    page = response.content.decode()
    assert page.index("Newer") < page.index("Older")
    assert "+254700000002" in page
    assert response["X-Robots-Tag"] == "noindex"


def test_it_shows_the_codes_of_sample_authenticators_only(client, baraka, daudi):
    sample = TOTPDevice.objects.create(user=baraka, name="sample")
    real = TOTPDevice.objects.create(user=daudi, name="authenticator")
    page = client.get("/dev/messages/").content.decode()
    assert code_of(sample) in page
    assert code_of(real) not in page


def test_the_code_shown_is_the_one_that_works(baraka, monkeypatch):
    device = TOTPDevice.objects.create(user=baraka, name="sample")
    frozen = time.time()
    monkeypatch.setattr(time, "time", lambda: frozen)
    assert device.verify_token(code_of(device))


def test_outside_development_the_page_does_not_answer(client, settings):
    settings.DEVELOPMENT = False
    assert client.get("/dev/messages/", follow=True).status_code == 404


def test_its_queries_do_not_grow_with_the_messages(client, django_assert_max_num_queries):
    for n in range(40):
        outbox.enqueue("reminder", "+254700000001", f"Habari {n}")
    client.get("/dev/messages/")
    with django_assert_max_num_queries(6):
        client.get("/dev/messages/")
