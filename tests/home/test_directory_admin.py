"""Wagtail's "Helplines": what the form refuses and where it says so, and how a service is confirmed again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from home.models import Helpline
from tests import make
from tests.conftest import sign_in
from tests.home.directory_rows import add

LIST = "/admin/snippets/home/helpline/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    """Farida at the admin: she may keep the directory."""
    make.make_root()
    return sign_in(client, person_with("change_helpline", "add_helpline", "view_helpline"), verified=True)


def person_with(*rights):
    person = make.make_user(full_name="Farida Ali", is_staff=True)
    person.user_permissions.add(
        *Permission.objects.filter(codename__in=rights),
        Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"),
    )
    return person


def typed(**changes):
    """Return the form of a confirmed service, filled in rightly."""
    fields = {
        "key": "police", "name_en": "Police", "name_sw": "Polisi", "about_en": "", "about_sw": "", "need": "danger",
        "county": "", "website": "", "is_free": "unknown", "hours_en": "", "hours_sw": "", "status": "confirmed",
        "source": "Gazette", "last_verified": "2026-01-05", "order": "1", "native_review": "awaiting",
    }  # fmt: skip
    return {**fields, **numbers_of(("call", "999")), **changes}


def numbers_of(*numbers):
    parts = {"numbers-count": str(len(numbers))}
    for place, (kind, value) in enumerate(numbers):
        part = {"deleted": "", "order": str(place), "type": kind, "id": "", "value": value}
        parts |= {f"numbers-{place}-{name}": said for name, said in part.items()}
    return parts


def test_a_service_is_saved_with_all_that_is_known_of_it(editor):
    answer = editor.post(f"{LIST}add/", typed(also=["child"], languages=["en", "sign"], county="001"))
    assert answer.status_code == 302
    line = Helpline.objects.get()
    assert (line.also, line.languages, line.county) == (["child"], ["en", "sign"], "001")
    assert [part.value for part in line.numbers] == ["999"]
    assert line.confirmed_by.full_name == "Farida Ali"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (numbers_of(), "Give a number or a website"),
        ({"last_verified": ""}, "Say when it was confirmed"),
        ({"source": ""}, "This field is required"),
        ({"last_verified": "2999-01-01"}, "This day has not come yet"),
        (numbers_of(("whatsapp", "116")), "WhatsApp needs a mobile number in full"),
        (numbers_of(("call", "999"), ("ussd", "483")), "A USSD code begins with *"),
        (numbers_of(("call", "call us")), "Write a short code (116)"),
    ],
)
def test_what_a_confirmed_service_lacks_is_said_beside_the_field_and_nothing_is_lost(editor, changes, said):
    answer = editor.post(f"{LIST}add/", typed(**changes))
    assert not Helpline.objects.exists()
    page = answer.content.decode()
    assert said in page
    assert 'value="Polisi"' in page


def test_a_website_does_in_the_place_of_a_number(editor):
    editor.post(f"{LIST}add/", typed(**numbers_of(), website="https://help.example/"))
    assert Helpline.objects.get().website == "https://help.example/"


def test_what_waits_to_be_confirmed_needs_neither_number_nor_date(editor):
    editor.post(f"{LIST}add/", typed(**numbers_of(), status="to_confirm", last_verified=""))
    assert Helpline.objects.get().confirmed_by is None


def test_the_list_can_be_narrowed_to_what_asks_to_be_confirmed_again(editor):
    today = timezone.localdate()
    add("fresh", last_verified=today - timedelta(days=180))
    add("stale", last_verified=today - timedelta(days=181))
    add("undated")
    add("tucked-away", status="hidden")
    page = editor.get(f"{LIST}?again=old").content.decode()
    assert [key in page for key in ("stale", "undated", "fresh", "tucked-away")] == [True, True, False, False]


def test_a_button_confirms_again_as_often_as_it_is_pressed(editor):
    line = add("stale", last_verified=timezone.localdate() - timedelta(days=400))
    address = f"{LIST}confirm/{line.pk}/"
    assert address in editor.get(LIST).content.decode()
    assert address in editor.get(f"{LIST}edit/{line.pk}/").content.decode()
    assert "999" in editor.get(address).content.decode()
    assert Helpline.objects.get().last_verified < timezone.localdate(), "looking changes nothing"
    for _press in range(2):
        assert editor.post(address).status_code == 302
    line = Helpline.objects.get()
    assert (line.last_verified, line.confirmed_by.full_name) == (timezone.localdate(), "Farida Ali")
    assert "Confirmed the helpline" in editor.get(f"{LIST}history/{line.pk}/").content.decode()


def test_what_nobody_could_reach_leads_to_its_form(editor):
    line = add("empty", status="to_confirm", numbers=[])
    answer = editor.post(f"{LIST}confirm/{line.pk}/", follow=True)
    assert "nobody could reach it" in answer.content.decode()
    assert Helpline.objects.get().status == "to_confirm"


def other_confirms(client):
    eshe = make.make_user(full_name="Eshe Mwakio", username="eshe", is_superuser=True)
    sign_in(client, eshe, verified=True)


def test_to_hide_a_line_leaves_who_confirmed_it_and_to_show_it_again_confirms_it(editor):
    editor.post(f"{LIST}add/", typed())
    line = Helpline.objects.get()
    other_confirms(editor)
    editor.post(f"{LIST}edit/{line.pk}/", typed(status="hidden"))
    assert Helpline.objects.get().confirmed_by.full_name == "Farida Ali"
    editor.post(f"{LIST}edit/{line.pk}/", typed(status="confirmed"))
    assert Helpline.objects.get().confirmed_by.full_name == "Eshe Mwakio"


def test_who_may_only_look_cannot_confirm(client):
    make.make_root()
    line = add("stale")
    sign_in(client, person_with("view_helpline"), verified=True)
    assert f"{LIST}confirm/{line.pk}/" not in client.get(LIST).content.decode()
    client.post(f"{LIST}confirm/{line.pk}/")
    assert Helpline.objects.get().last_verified is None


def test_the_list_takes_as_many_queries_for_many_services_as_for_one(editor, django_assert_max_num_queries):
    add("one")
    editor.get(LIST)
    with django_assert_max_num_queries(40) as first:
        editor.get(LIST)
    for number in range(10):
        add(f"line-{number}")
    with django_assert_max_num_queries(len(first.captured_queries)):
        editor.get(LIST)


def test_what_stood_confirmed_without_a_day_can_be_mended_without_inventing_one(editor):
    line = add("seeded")
    fields = typed(key="seeded", last_verified="")
    assert editor.post(f"{LIST}edit/{line.pk}/", fields | {"name_en": "Mended"}).status_code == 302
    assert Helpline.objects.get().name_en == "Mended"
    assert Helpline.objects.get().confirmed_by is None


@pytest.mark.parametrize("before", [{"status": "to_confirm"}, {"last_verified": "2026-01-05"}])
def test_to_confirm_it_now_or_to_take_its_day_away_asks_for_one(editor, before):
    line = add("police", **before)
    page = editor.post(f"{LIST}edit/{line.pk}/", typed(last_verified="")).content.decode()
    assert "Say when it was confirmed" in page


def test_the_list_names_its_columns(editor):
    add("police", county="001")
    page = editor.get(LIST).content.decode()
    assert "Mombasa" in page
    assert "ethod" not in page.split("<table")[1].split("</thead>")[0]
