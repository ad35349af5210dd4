"""The front panel says that the price of an SMS is missing."""

from decimal import Decimal

from django.urls import reverse
from wagtail.models import Site

from courses import attention
from home.models import Organisation
from tests import make
from tests.conftest import sign_in

SETTING = reverse("wagtailsettings:edit", args=["home", "organisation"])


def leads_there(person):
    return SETTING in [line.url for line in attention.lines(person)]


def test_the_programme_is_led_to_the_setting_until_there_is_a_price(db):
    farida = make.make_user(username="farida", is_superuser=True)
    make.make_site()
    assert leads_there(farida)
    Organisation.objects.update_or_create(site=Site.objects.get(), defaults={"sms_price": Decimal("0.80")})
    assert not leads_there(farida)


def test_who_can_not_set_it_is_not_told(amina):
    assert not leads_there(amina)


def test_the_panel_shows_it_and_the_way_opens(client, db):
    farida = make.make_user(username="farida", is_superuser=True, is_staff=True)
    make.make_site()
    sign_in(client, farida, verified=True)
    assert "price is missing, that of an SMS" in client.get("/admin/").content.decode()
    assert "sms_price" in client.get(SETTING, follow=True).content.decode()
