from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.utils import timezone

from accounts import registration
from accounts.access import learner_required
from accounts.models import Consent, PrivacyNotice, User
from tests import make
from tests.conftest import sign_in

pytestmark = pytest.mark.django_db
WELCOME = "/en/sign-in/welcome/"
GIVEN = {
    "full_name": "Wanjikũ Mũthoni",
    "role": "conductor",
    "language": "en",
    "is_adult": "on",
    "consent": "on",
    "version": "1",
}


@pytest.fixture
def newcomer(client):
    person = make.make_user("+254700000001", "", registered_at=None, role="")
    sign_in(client, person)
    return person


def fresh(person):
    return User.objects.get(pk=person.pk)


def test_a_newcomer_tells_who_they_are_and_goes_on(client, newcomer, notice):
    response = client.post(WELCOME, GIVEN | {"county": "001", "sex": "unsaid", "next": "/en/join/abc/"})
    assert response.url == "/en/join/abc/"
    person = fresh(newcomer)
    assert (person.full_name, person.role, person.county, person.sex) == (
        "Wanjikũ Mũthoni",
        "conductor",
        "001",
        "unsaid",
    )
    consent = Consent.objects.get()
    assert (consent.user, consent.notice) == (newcomer, notice)
    assert timezone.now() - consent.given_at < timedelta(minutes=1)


def test_county_and_sex_may_be_left_out(client, newcomer, notice):
    client.post(WELCOME, GIVEN)
    assert fresh(newcomer).is_registered
    assert (fresh(newcomer).county, fresh(newcomer).sex) == ("", "")


@pytest.mark.parametrize("left_out", ["full_name", "role", "language", "is_adult", "consent"])
def test_all_else_is_needed(client, newcomer, notice, left_out):
    response = client.post(WELCOME, GIVEN | {left_out: ""})
    assert left_out in response.context["form"].errors
    assert f"id_{left_out}_error" in response.content.decode()
    assert not fresh(newcomer).is_registered
    assert not Consent.objects.exists()


def test_what_was_typed_is_kept_beside_an_error(client, newcomer, notice):
    page = client.post(WELCOME, GIVEN | {"is_adult": ""}).content.decode()
    assert 'value="Wanjikũ Mũthoni"' in page
    assert "18 years or over" in page


def test_sending_it_twice_changes_nothing(client, newcomer, notice):
    client.post(WELCOME, GIVEN)
    registered_at = fresh(newcomer).registered_at
    assert client.post(WELCOME, GIVEN | {"full_name": "Somebody Else"}).status_code == 302
    assert (fresh(newcomer).registered_at, fresh(newcomer).full_name) == (registered_at, "Wanjikũ Mũthoni")
    assert Consent.objects.count() == 1


def test_the_language_chosen_is_the_language_that_follows(client, newcomer, notice):
    assert client.post(WELCOME, GIVEN | {"language": "sw"}).url == "/sw/me/"


def test_without_a_notice_nobody_signs_up(client, newcomer):
    assert "not open yet" in client.get(WELCOME).content.decode()
    assert "not open yet" in client.post(WELCOME, GIVEN).content.decode()
    assert not fresh(newcomer).is_registered


def test_a_draft_of_a_notice_does_not_count(client, newcomer, notice):
    PrivacyNotice.objects.update(is_published=False)
    assert "not open yet" in client.get(WELCOME).content.decode()


def test_a_newer_notice_asks_again_for_that_only(client, amina):
    sign_in(client, amina)
    make.make_notice(version=2)
    page = client.get(WELCOME).content.decode()
    assert "has changed" in page
    assert 'name="full_name"' not in page
    assert client.post(WELCOME, {"consent": "on", "version": "2", "next": "/en/helplines/"}).url == "/en/helplines/"
    assert list(amina.consents.values_list("notice__version", flat=True).order_by("notice__version")) == [1, 2]


def test_a_yes_to_the_notice_before_is_no_yes_to_the_new_one(client, amina):
    sign_in(client, amina)
    make.make_notice(version=2)
    response = client.post(WELCOME, {"consent": "on", "version": "1"})
    assert "There is a new privacy notice" in response.content.decode()
    assert 'name="version" value="2"' in response.content.decode()
    assert amina.consents.count() == 1


def test_nobody_strays_onto_it(client):
    assert client.get(WELCOME).url == f"/en/sign-in/?next={WELCOME}"


@learner_required
def lesson(request):
    return HttpResponse("the lesson")


def open_lesson(rf, user):
    request = rf.get("/en/learn/quiz/one/?card=2")
    request.user = user
    return lesson(request)


def test_a_learner_gets_in_for_one_query(rf, amina, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert open_lesson(rf, amina).content == b"the lesson"


def test_a_stranger_is_sent_to_sign_in_and_back(client, rf):
    assert open_lesson(rf, AnonymousUser()).url == "/en/sign-in/?next=/en/learn/quiz/one/%3Fcard%3D2"


def test_who_has_not_registered_is_sent_to_the_welcome_page(rf, newcomer, notice):
    assert open_lesson(rf, newcomer).url.startswith(WELCOME + "?next=")


def test_who_has_not_agreed_to_the_newest_notice_is_sent_there_too(rf, amina):
    newer = make.make_notice(version=2)
    assert open_lesson(rf, amina).url.startswith(WELCOME)
    registration.agree(amina, newer, timezone.now())
    assert open_lesson(rf, amina).status_code == 200


def test_the_privacy_notice_is_shown_to_everybody_in_their_language(client, notice):
    assert "<h2>What we keep</h2>\n<p>Your phone number.</p>" in client.get("/en/privacy/").content.decode()
    assert "Tunachohifadhi" in client.get("/sw/privacy/").content.decode()


def test_without_a_notice_the_privacy_page_says_so(client):
    assert "not published yet" in client.get("/en/privacy/").content.decode()
