import csv
import io
import json

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.models import ModelLogEntry

from messaging.models import Message
from newsletter import kinds, menu, rights
from newsletter.models import Issue, Subscriber
from tests import make
from tests.conftest import sign_in
from tests.newsletter.conftest import make_issue, make_subscriber

pytestmark = pytest.mark.django_db
SUBSCRIBERS = "/admin/newsletter/subscribers/"


@pytest.fixture
def issue():
    return make_issue()


def at(name, issue):
    return reverse(name, args=[issue.pk])


def seen_on(client, issue):
    return client.get(at(menu.SEND, issue)).context["seen"]


def text_of(response):
    return response.content.decode()


def make_writer(*codenames):
    eshe = make.make_user(full_name="Eshe Mwakio", username="eshe")
    eshe.user_permissions.add(*Permission.objects.filter(codename__in=("access_admin", *codenames)))
    return eshe


def typed(text):
    """Return what the editor's field sends for one paragraph."""
    block = {"key": "a", "type": "unstyled", "depth": 0, "text": text, "inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [block], "entityMap": {}})


def draft_form(body_sw="Jambo"):
    texts = {"body_en": typed("Hello"), "body_sw": typed(body_sw)}
    return {"subject_en": "News", "subject_sw": "Habari", "native_review": "awaiting"} | texts


@pytest.mark.usefixtures("farida")
class TestWriting:
    def test_a_draft_is_written_in_both_languages(self, client):
        client.post("/admin/snippets/newsletter/issue/add/", draft_form())
        issue = Issue.objects.get()
        assert (issue.subject_sw, issue.state) == ("Habari", "draft")
        assert "Jambo" in issue.body_sw

    @pytest.mark.parametrize("language", ["en", "sw"])
    def test_a_draft_may_wait_for_one_language(self, client, language):
        empty = {f"subject_{language}": "", f"body_{language}": typed("")}
        client.post("/admin/snippets/newsletter/issue/add/", draft_form() | empty)
        issue = Issue.objects.get()
        assert issue.unwritten == [language]
        assert str(issue) in ("News", "Habari")

    def test_a_draft_has_a_subject_and_what_was_typed_stays(self, client):
        page = client.post("/admin/snippets/newsletter/issue/add/", draft_form() | {"subject_en": "", "subject_sw": ""})
        assert "Give it a subject in one language at least." in text_of(page)
        assert "Jambo" in text_of(page)
        assert not Issue.objects.exists()

    def test_what_is_too_long_for_a_light_mail_is_said_beside_the_text(self, client):
        page = client.post("/admin/snippets/newsletter/issue/add/", draft_form(body_sw="x" * 10_000))
        assert "Too long for a light mail" in text_of(page)
        assert not Issue.objects.exists()

    @pytest.mark.parametrize("mode", ["en-page", "en-text", "sw-page", "sw-text"])
    def test_it_is_previewed_in_both_forms_and_languages(self, client, issue, mode):
        address = f"/admin/snippets/newsletter/issue/preview/{issue.pk}/"
        assert client.post(address, draft_form()).json()["is_valid"]
        page = client.get(f"{address}?mode={mode}&in_preview_panel=true")
        assert ("Hello" if mode.startswith("en") else "Jambo") in text_of(page)
        assert page["Content-Type"].startswith("text/plain" if mode.endswith("text") else "text/html")

    def test_a_test_goes_to_the_address_typed_in_both_languages(self, client, issue):
        page = client.get(at(menu.TEST, issue))
        assert 'value="farida@example.org"' in text_of(page)
        client.post(at(menu.TEST, issue), {"email": "Editor@Example.org"})
        messages = Message.objects.filter(kind=kinds.TEST)
        assert {one.recipient for one in messages} == {"editor@example.org"}
        assert {one.body.split("\n")[0] for one in messages} == {
            "Test: Five saccos trained",
            "Jaribio: Sacco tano zimefunzwa",
        }
        assert Issue.objects.get().state == "draft"

    @pytest.mark.parametrize(
        ("empty", "number", "said"),
        [
            ({"body_sw": "<p> </p>"}, 1, "One test mail goes out"),
            ({"body_sw": "", "subject_en": ""}, 0, "Nothing to test yet"),
        ],
    )
    def test_a_test_goes_in_the_languages_it_is_written_in(self, client, issue, empty, number, said):
        Issue.objects.filter(pk=issue.pk).update(**empty)
        page = client.post(at(menu.TEST, issue), {"email": "baraka@example.com"}, follow=True)
        assert said in text_of(page)
        assert Message.objects.filter(kind=kinds.TEST).count() == number

    def test_a_wrong_address_for_the_test_is_said(self, client, issue):
        page = client.post(at(menu.TEST, issue), {"email": "a@b\nBcc: x@y.org"})
        assert "That is not an e-mail address" in text_of(page)
        assert not Message.objects.exists()


@pytest.mark.usefixtures("farida")
class TestSending:
    def test_before_sending_one_sees_how_many_get_it_in_which_language(self, client, issue):
        make_subscriber("a@example.org", "en")
        make_subscriber("b@example.org", "sw")
        make_subscriber("c@example.org", "sw")
        page = text_of(client.get(at(menu.SEND, issue)))
        assert "<b>3</b> subscribers get it" in page
        assert "English: <b>1</b>" in page
        assert "Kiswahili: <b>2</b>" in page
        assert not Message.objects.exists()

    @pytest.mark.parametrize("empty", ["subject_en", "subject_sw", "body_en", "body_sw"])
    def test_half_written_it_is_not_sent_and_one_is_told_so(self, client, issue, empty):
        make_subscriber()
        Issue.objects.filter(pk=issue.pk).update(**{empty: ""})
        page = text_of(client.get(at(menu.SEND, issue)))
        assert "Write it in both languages first." in page
        assert "Yes, send it now" not in page
        answer = client.post(at(menu.SEND, issue), {"seen": seen_on(client, issue)}, follow=True)
        assert "Not sent: it is not written in both languages yet." in text_of(answer)
        assert Issue.objects.get().is_draft
        assert not Message.objects.exists()

    def test_pressing_twice_sends_once(self, client, issue):
        make_subscriber(confirmed=timezone.now())
        seen = {"seen": seen_on(client, issue)}
        client.post(at(menu.SEND, issue), seen)
        again = client.post(at(menu.SEND, issue), seen, follow=True)
        assert "Nobody gets it twice" in text_of(again)
        assert Message.objects.filter(kind=kinds.NEWSLETTER).count() == 1
        assert Issue.objects.get().sent_by.username == "farida"

    def test_what_was_changed_since_it_was_looked_at_is_not_sent(self, client, issue):
        make_subscriber()
        seen = seen_on(client, issue)
        issue.body_sw = "<p>Changed</p>"
        issue.save()
        page = client.post(at(menu.SEND, issue), {"seen": seen}, follow=True)
        assert "changed meanwhile" in text_of(page)
        assert Issue.objects.get().is_draft

    def test_nobody_changes_it_between_the_last_look_and_the_beginning(self, client, issue, monkeypatch):
        make_subscriber()
        seen = seen_on(client, issue)
        # Between the reading of the page and the sending.
        monkeypatch.setattr(rights, "may_send", lambda user: Issue.objects.update(subject_en="Changed"))
        page = client.post(at(menu.SEND, issue), {"seen": seen}, follow=True)
        assert "changed meanwhile" in text_of(page)
        assert Issue.objects.get().is_draft

    def test_with_nobody_on_the_list_nothing_is_sent(self, client, issue):
        make_subscriber(confirmed=None)
        page = client.post(at(menu.SEND, issue), {"seen": seen_on(client, issue)}, follow=True)
        assert "nobody is on the list" in text_of(page)
        assert Issue.objects.get().is_draft

    @pytest.mark.parametrize("state", ["sending", "sent"])
    def test_once_begun_it_is_only_looked_at(self, client, issue, state):
        Issue.objects.update(state=state, started_at=timezone.now(), addressed=31, came_back=2)
        assert client.get(at(menu.EDIT, issue)).url == at(menu.SEND, issue)
        page = client.post(at(menu.EDIT, issue), draft_form(), follow=True)
        assert "Not saved" in text_of(page)
        assert ">31<" in text_of(page)
        assert Issue.objects.get().subject_en == "Five saccos trained"

    def test_once_begun_it_is_not_deleted_alone_or_with_others(self, client, issue):
        Issue.objects.update(state="sent")
        client.post(f"/admin/snippets/newsletter/issue/delete/{issue.pk}/")
        client.post(f"/admin/bulk/newsletter/issue/delete/?id={issue.pk}")
        assert Issue.objects.exists()

    @pytest.mark.parametrize("way", ["snippets/newsletter/issue/delete/{}/", "bulk/newsletter/issue/delete/?id={}"])
    def test_who_deletes_it_while_another_begins_is_told_that_it_stays(self, client, issue, way):
        def begin(request, instances):
            Issue.objects.update(state="sending")

        with hooks.register_temporarily("before_delete_snippet", begin, order=9):
            page = client.post(f"/admin/{way.format(issue.pk)}", follow=True)
        assert "was sent, and stays" in text_of(page)
        assert Issue.objects.exists()

    def test_a_draft_can_be_deleted(self, client, issue):
        client.post(f"/admin/snippets/newsletter/issue/delete/{issue.pk}/")
        assert not Issue.objects.exists()

    def test_a_newsletter_that_is_not_there_is_not_found(self, client):
        assert client.get("/admin/snippets/newsletter/issue/send/999/", follow=True).status_code == 404


@pytest.mark.parametrize(("rights", "is_sent"), [(["change_issue"], False), (["change_issue", "add_delivery"], True)])
def test_sending_is_a_right_of_its_own(client, issue, rights, is_sent):
    make_subscriber()
    sign_in(client, make_writer(*rights), verified=True)
    assert ("Yes, send it now" in text_of(client.get(at(menu.SEND, issue)))) == is_sent
    client.post(at(menu.SEND, issue), {"seen": seen_on(client, issue)})
    assert Issue.objects.get().is_draft != is_sent


def test_who_may_not_write_may_not_send_either(client, issue):
    sign_in(client, make_writer("add_delivery", "view_issue"), verified=True)
    assert client.get(at(menu.SEND, issue)).status_code == 302
    assert client.get(at(menu.TEST, issue)).status_code == 302


@pytest.mark.usefixtures("farida")
class TestSubscribers:
    def test_they_are_searched_and_filtered(self, client):
        make_subscriber("amina@example.org", "en")
        make_subscriber("chausiku@example.org", "sw", confirmed=None)
        for query, shown in {"q=ami": "amina", "language=sw": "chausiku", "confirmed=yes": "amina"}.items():
            page = text_of(client.get(f"{SUBSCRIBERS}?{query}"))
            other = {"amina": "chausiku", "chausiku": "amina"}[shown]
            assert f"{shown}@example.org" in page
            assert f"{other}@example.org" not in page

    def test_the_file_holds_those_who_confirmed_and_no_formula(self, client):
        for address in ("=cmd@example.org", "+1@example.org", "-1@example.org", "amina@example.org"):
            make_subscriber(address)
        make_subscriber("asked@example.org", confirmed=None)
        answer = client.get(f"{SUBSCRIBERS}?export=csv")
        rows = list(csv.reader(io.StringIO(answer.getvalue().decode())))
        assert [row[0] for row in rows[1:]] == [
            "'+1@example.org", "'-1@example.org", "'=cmd@example.org", "amina@example.org"
        ]  # fmt: skip
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"{SUBSCRIBERS}?export=xlsx").getvalue()))
        assert len(list(book.active.rows)) == 5

    def test_who_is_taken_off_leaves_no_trace_in_the_log_either(self, client):
        subscriber = make_subscriber("amina@example.org")
        page = client.post(f"{SUBSCRIBERS}delete/{subscriber.pk}/", follow=True)
        assert not Subscriber.objects.exists()
        assert not ModelLogEntry.objects.filter(label__contains="amina@").exists()
        assert "amina@example.org" not in text_of(page)

    @pytest.mark.parametrize("path", ["new/", "edit/1/", "history/1/", "usage/1/"])
    def test_nobody_is_put_on_the_list_or_changed(self, client, path):
        assert client.get(SUBSCRIBERS + path, follow=True).status_code == 404

    def test_the_list_takes_the_same_queries_for_one_and_for_fifty(self, client):
        counts = []
        for number in (1, 1, 50):
            for each in range(number):
                make_subscriber(f"p{len(counts)}-{each}@example.org")
            with CaptureQueriesContext(connection) as queries:
                client.get(SUBSCRIBERS)
            counts.append(len(queries))
        assert counts[1] == counts[2]


@pytest.mark.usefixtures("farida")
def test_the_list_of_newsletters_takes_the_same_queries_for_one_and_for_thirty(client):
    counts = []
    for number in (1, 1, 30):
        for _each in range(number):
            make_issue()
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(menu.LIST))
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_who_may_only_look_sees_the_list_and_takes_nobody_off(client):
    subscriber = make_subscriber()
    sign_in(client, make_writer("view_subscriber"), verified=True)
    assert client.get(SUBSCRIBERS).status_code == 200
    client.post(f"{SUBSCRIBERS}delete/{subscriber.pk}/")
    assert Subscriber.objects.exists()
