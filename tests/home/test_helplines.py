import pytest

from home import helpline_directory
from home.models import Helpline
from tests import make


def add(key, status="confirmed", need="danger", number="999", kind="call"):
    return Helpline.objects.create(
        key=key, name_en=key, name_sw=f"{key} sw", need=need, numbers=[(kind, number)], status=status, source="test"
    )


@pytest.fixture
def site(db):
    return make.make_site()


def test_only_confirmed_lines_are_shown(db):
    add("shown")
    add("waits", status="to_confirm")
    add("hidden", status="hidden")
    assert [line.key for line in helpline_directory.shown_for()] == ["shown"]


def test_lines_are_chosen_by_need(db):
    add("police")
    add("child", need="child")
    assert [line.key for line in helpline_directory.shown_for(["child"])] == ["child"]


def test_every_public_page_carries_numbers_that_call(client, site):
    add("tip", need="tip", number="0800 722 203")
    for address in ("/en/", "/sw/", "/en/helplines/"):
        assert 'href="tel:0800722203"' in client.get(address).content.decode()


def test_a_whatsapp_number_opens_whatsapp(client, site):
    add("chat", number="0709 570 000", kind="whatsapp")
    assert 'href="https://wa.me/254709570000"' in client.get("/en/helplines/").content.decode()


def test_a_changed_number_shows_at_once(client, site, django_capture_on_commit_callbacks):
    line = add("police")
    client.get("/en/")
    line.numbers = [("call", "112")]
    with django_capture_on_commit_callbacks(execute=True):
        line.save()
    assert 'href="tel:112"' in client.get("/en/").content.decode()


def test_the_name_is_in_the_page_s_language(client, site):
    add("police")
    assert "police sw" in client.get("/sw/helplines/").content.decode()
