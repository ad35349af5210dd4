"""Reporting by the form: what is sent is taken in once, nothing typed is lost, and nothing tells who it was."""

import pytest
from django.utils import timezone

from incidents import cases, limits, receipts, sealing
from incidents.models import Case, Entry, ReceivedCount
from tests.conftest import sign_in

REPORT = "/en/report/"
WORDS = "Mtoto kwenye lori, Mtwapa"


@pytest.fixture
def open_words(gathoni):
    """Return a function that returns what the newest entry says, as the team reads it."""

    def read():
        entry = Entry.objects.latest("pk")
        return sealing.open_said(cases.private_key(entry.case, gathoni, gathoni.private), entry.box)

    return read


def send(client, address=REPORT, **fields):
    return client.post(address, {"what": WORDS, "token": "t1"} | fields)


def receipt_in(response):
    return response.content.decode().split('class="receipt">')[1].split("<")[0]


def test_what_is_sent_reaches_the_team_as_it_was_written(client, open_words):
    said = {"now": "now", "who": "child", "county": "003", "stage": "Mtwapa", "road": "A109", "plate": "KDA 123A"}
    said |= {"operator": "Pwani", "when": "leo", "reach": "0712"}
    response = send(client, "/sw/report/", **said)
    assert response.status_code == 200
    assert open_words() == said | {"what": WORDS, "language": "sw"}


def test_the_answer_shows_a_receipt_that_finds_the_case_again(client, gathoni):
    receipt = receipts.cleaned(receipt_in(send(client)))
    assert Case.objects.get().receipt_hash == receipts.derive(receipt).hash


@pytest.mark.parametrize(("now", "urgency"), [("now", 1), ("soon", 2), ("over", 3), ("unsure", 3), ("", 3)])
def test_what_is_happening_now_is_urgent(client, gathoni, now, urgency):
    send(client, now=now)
    assert Case.objects.get().urgency == urgency


def test_a_report_is_counted_by_its_county(client, gathoni):
    send(client, county="047")
    assert ReceivedCount.objects.get().county == "047"


def test_two_presses_are_one_report_with_one_receipt(client, gathoni):
    assert receipt_in(send(client)) == receipt_in(send(client))
    assert Case.objects.count() == 1


def test_each_form_has_a_token_of_its_own(client, gathoni):
    first, second = (client.get(REPORT).context["form"].initial["token"] for _turn in range(2))
    assert first != second
    assert len(first) >= 16


def test_without_words_the_field_says_so_and_keeps_the_rest(client, gathoni):
    page = send(client, what=" ", stage="Likoni", now="now").content.decode()
    assert "Write what happened, if only in a few words." in page
    assert 'value="Likoni"' in page
    assert 'value="now" id="id_now_0" checked' in page
    assert not Case.objects.exists()


def test_words_at_the_limit_are_taken_and_one_letter_more_is_not(client, gathoni):
    assert "The team has your report" in send(client, what="a" * 10_000).content.decode()
    assert "at most 10000 characters" in send(client, what="b" * 10_001).content.decode()
    assert Case.objects.count() == 1


class TestInTheOtherLanguage:
    def test_what_is_typed_goes_along_unchecked_and_is_not_stored(self, client, gathoni):
        page = send(client, "/sw/report/", language="sw", stage="Likoni", now="now", county="003").content.decode()
        assert WORDS in page
        assert 'value="Likoni"' in page
        assert 'value="now" id="id_now_0" checked' in page
        assert 'value="003" selected' in page
        assert 'id="not-sent"' not in page
        assert not Case.objects.exists()

    def test_nothing_typed_is_no_mistake_there(self, client, gathoni):
        page = send(client, "/sw/report/", language="sw", what="").content.decode()
        assert 'id="not-sent"' not in page

    def test_files_are_to_be_chosen_again_and_are_not_sent_for_it(self, client, gathoni):
        page = send(client, language="en", files="photo.jpg").content.decode()
        assert "Choose your files again" in page
        assert "Choose your files again" not in send(client, language="en", files="").content.decode()

    def test_the_button_belongs_to_the_form_and_is_not_its_first(self, client, gathoni):
        page = client.get(REPORT).content.decode()
        first, second = page.index('form="report"'), page.index('formaction="/sw/report/"')
        assert first < second

    def test_beside_a_receipt_no_way_leads_off(self, client, gathoni):
        assert 'class="lang"' not in send(client).content.decode()


def test_before_the_team_has_a_key_the_page_says_so_and_gives_the_numbers(client, db):
    page = client.get(REPORT).content.decode()
    assert "Nobody can read reports here just now" in page
    assert "<textarea" not in page


def test_what_was_typed_before_the_team_has_a_key_stays(client, db):
    page = send(client).content.decode()
    assert WORDS in page
    assert "Nobody can read reports here just now" in page


def test_where_the_database_fails_what_was_typed_stays(client, gathoni, monkeypatch):
    def fail(*_args):
        raise OSError("disk full: " + WORDS)

    monkeypatch.setattr("incidents.taking.take", fail)
    page = send(client).content.decode()
    assert "could not store it just now" in page
    assert WORDS in page


class TestNobodyLearnsWhoReports:
    def test_no_cookie_is_set_and_none_is_read(self, client, gathoni, amina):
        sign_in(client, amina)
        client.cookies["django_language"] = "sw"
        for response in (client.get(REPORT), send(client), client.get("/en/report/follow/")):
            assert not response.cookies
            assert "Learner" not in response
            assert not response.wsgi_request.COOKIES
            assert not hasattr(response.wsgi_request, "session")
            assert not hasattr(response.wsgi_request, "user")
            assert "Amina" not in response.content.decode()

    def test_the_browser_keeps_nothing_and_tells_nobody_where_it_was(self, client, gathoni):
        for response in (client.get(REPORT), send(client), client.get("/en/report/none/")):
            assert response["Cache-Control"] == "no-store"
            assert response["Referrer-Policy"] == "no-referrer"
            assert response["X-Robots-Tag"] == "noindex, nofollow"
            assert response["X-Frame-Options"] == "DENY"
            assert "default-src 'self'" in response["Content-Security-Policy"]
            assert "ETag" not in response

    def test_the_title_tells_nothing(self, client, gathoni):
        assert "<title>Form</title>" in client.get(REPORT).content.decode()
        assert "Safari Salama</title>" not in client.get("/sw/report/").content.decode()

    def test_an_address_below_that_leads_nowhere_leads_to_the_form(self, client, gathoni):
        assert client.get("/sw/report/none/")["Location"] == "/sw/report/"
        assert client.get("/sw/report")["Location"] == "/sw/report/"

    def test_what_is_typed_is_not_offered_again_by_the_browser(self, client, gathoni):
        assert 'novalidate autocomplete="off"' in client.get(REPORT).content.decode()


class TestFromAnotherSite:
    @pytest.mark.parametrize("site", ["cross-site", "same-site"])
    def test_a_post_from_elsewhere_is_refused(self, client, gathoni, site):
        response = client.post(REPORT, {"what": WORDS}, headers={"Sec-Fetch-Site": site})
        assert response.status_code == 403
        assert not Case.objects.exists()

    def test_a_foreign_origin_is_refused(self, client, gathoni):
        response = client.post(REPORT, {"what": WORDS}, headers={"Origin": "https://elsewhere.example"})
        assert response.status_code == 403

    @pytest.mark.parametrize(
        "headers",
        [{"Origin": "null", "Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}, {"Origin": "null"}, {}],
    )
    def test_our_own_form_is_taken_with_what_browsers_say_of_it(self, client, gathoni, headers):
        assert client.post(REPORT, {"what": WORDS}, headers=headers).status_code == 200
        assert Case.objects.count() == 1


class TestTooOften:
    @pytest.fixture(autouse=True)
    def _limit(self, settings, monkeypatch):
        settings.REPORTS_PER_ADDRESS_PER_HOUR = 3
        monkeypatch.setattr(limits, "WORDS_FOR_A_FILE", 1)

    def test_the_third_is_taken_and_the_fourth_waits_with_its_words_kept(self, client, gathoni):
        for number in range(3):
            send(client, token=f"t{number}")
        assert Case.objects.count() == 3
        page = send(client, token="t4").content.decode()
        assert "Too many reports came from this network" in page
        assert "minute" in page or "second" in page
        assert WORDS in page
        assert Case.objects.count() == 3

    def test_another_place_is_not_held_up(self, client, gathoni):
        for number in range(4):
            send(client, token=f"t{number}")
        client.post(REPORT, {"what": WORDS, "token": "x"}, REMOTE_ADDR="10.0.0.9")
        assert Case.objects.count() == 4

    def test_a_repeat_is_answered_even_then(self, client, gathoni):
        first = receipt_in(send(client, token="t0"))
        for number in range(4):
            send(client, token=f"t{number}")
        assert receipt_in(send(client, token="t0")) == first

    def test_an_hour_later_it_goes_on(self, rf, db, settings):
        now = timezone.now().replace(minute=59, second=59)
        for _turn in range(3):
            limits.note(limits.WORDS, "10.0.0.1", now)
        assert limits.seconds_to_wait(limits.WORDS, "10.0.0.1", now) == 1
        assert limits.seconds_to_wait(limits.WORDS, "10.0.0.1", now + timezone.timedelta(seconds=1)) == 0


def test_no_address_stands_in_the_cache(client, gathoni):
    from django.core.cache import cache

    client.post(REPORT, {"what": WORDS}, REMOTE_ADDR="203.0.113.77")
    assert cache._cache
    assert "203.0.113" not in str(cache._cache)
    assert not any(b"203.0.113" in bytes(value) for value in cache._cache.values())
