"""How public pages are written: previews, what is demanded, what is scheduled, and the lists of people and partners."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield

from home import page_cache
from home.models import ContactPage, HomePage, NewsTopic, Partner, Person, ProjectPage, StandardPage
from home.models.blocks import ReadMoreBlock
from home.reading_panel import text_of
from places.native_review import NativeReview
from tests import make
from tests.conftest import sign_in
from tests.home import site_pages
from tests.test_access import make_admin

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    return sign_in(client, make_admin(), verified=True)


def form_of(editor, address, model, **changes):
    """Return what the page's form would send, with changes; the fields that scripts build are sent empty."""
    data = querydict_from_html(editor.get(address).content.decode(), form_id="page-edit-form").dict()
    streams = {field.name: streamfield([]) for field in model._meta.get_fields() if isinstance(field, StreamField)}
    return data | nested_form_data(streams | changes)


def edit_address(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def previewed(editor, address, data):
    answer = editor.post(address, data)
    assert answer.json()["is_valid"], answer.json()
    answer = editor.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", ["en", "sw"])
@pytest.mark.parametrize("model", [HomePage, *site_pages.KINDS])
def test_each_kind_of_page_is_previewed_as_it_stands_in_the_form(editor, model, language):
    page = (make.make_site() if model is HomePage else site_pages.add(model))[language]
    data = form_of(editor, edit_address(page), model, lead="Only in the form")
    text = previewed(editor, reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), data)
    assert "Only in the form" in text
    assert f'<html lang="{language}">' in text


@pytest.mark.parametrize("language", ["en", "sw"])
@pytest.mark.parametrize("model", site_pages.KINDS)
def test_a_page_is_previewed_before_it_was_ever_saved(editor, model, language):
    above = site_pages.ABOVE[model]
    parent = (site_pages.index(above) if above else make.make_site())[language]
    where = ["home", model._meta.model_name, parent.pk]
    data = form_of(editor, reverse("wagtailadmin_pages:add", args=where), model, title="Never saved", slug="never")
    text = previewed(editor, reverse("wagtailadmin_pages:preview_on_add", args=where), data)
    assert "Never saved" in text
    assert f'<html lang="{language}">' in text


def publish(editor, page, **changes):
    data = form_of(editor, edit_address(page), type(page), **changes)
    return editor.post(edit_address(page), data | {"action-publish": "Publish"})


class TestAPictureNeedsWords:
    def test_a_page_with_a_picture_that_nobody_described_is_not_published(self, editor):
        page = site_pages.add(ProjectPage)["en"]
        answer = publish(editor, page, picture=site_pages.picture("  ").pk)
        assert "This picture has no description" in answer.context["form"].errors["picture"][0]
        assert "This picture has no description" in answer.content.decode()
        assert ProjectPage.objects.get(pk=page.pk).picture is None

    def test_the_picture_for_shared_links_needs_them_too(self, editor):
        page = site_pages.add(ContactPage)["en"]
        answer = publish(editor, page, share_picture=site_pages.picture("").pk)
        assert "share_picture" in answer.context["form"].errors

    def test_a_described_picture_is_published(self, editor):
        page = site_pages.add(ProjectPage)["en"]
        assert publish(editor, page, picture=site_pages.picture().pk).status_code == 302
        assert ProjectPage.objects.get(pk=page.pk).picture.description == "A bus at a stage"

    def test_a_draft_may_wait_for_its_words(self, editor):
        page = site_pages.add(ProjectPage)["en"]
        data = form_of(editor, edit_address(page), ProjectPage, picture=site_pages.picture("").pk)
        assert editor.post(edit_address(page), data).status_code == 302

    def test_a_person_s_photo_needs_them(self, editor):
        address = reverse("wagtailsnippets_home_person:add")
        data = {"name": "Wanjikũ", "part": "team", "order": 50, "native_review": "awaiting"}
        answer = editor.post(address, data | {"photo": site_pages.picture("").pk})
        assert "photo" in answer.context["form"].errors
        assert editor.post(address, data | {"photo": site_pages.picture().pk}).status_code == 302


def test_reading_on_needs_a_page_or_an_address(editor):
    page = site_pages.add(StandardPage)["en"]
    nowhere = {"title": "Go on", "text": "", "page": "", "address": ""}
    answer = publish(editor, page, body=streamfield([("read_more", nowhere)]))
    assert "Choose a page, or type an address below." in answer.content.decode()
    there = nowhere | {"address": "https://law.example/act"}
    assert publish(editor, page, body=streamfield([("read_more", there)])).status_code == 302


def test_an_address_alone_or_a_page_alone_is_enough():
    block = ReadMoreBlock()
    page = site_pages.add(StandardPage)["en"]
    for where in ({"page": None, "address": "https://law.example/act"}, {"page": page, "address": ""}):
        assert block.clean(block.to_python({}) | {"title": "Go on", "text": ""} | where)


def test_a_scheduled_page_appears_when_its_time_has_come(client):
    page = site_pages.add(StandardPage, "soon", live=False)["en"]
    page.go_live_at = timezone.now() + timedelta(minutes=5)
    page.save_revision().publish()
    call_command("publish_scheduled", stdout=StringIO())
    page_cache.forget_now()
    assert client.get("/en/soon/").status_code == 404
    past = timezone.now() - timedelta(minutes=1)
    revision = page.get_latest_revision()
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    call_command("publish_scheduled", stdout=StringIO())
    page_cache.forget_now()
    assert client.get("/en/soon/").status_code == 200


def test_a_page_that_is_scheduled_stands_in_no_list_before(client):
    page = site_pages.add(ProjectPage, "soon", live=False)["en"]
    assert page.title not in client.get(page.get_parent().url).content.decode()


def test_a_page_copied_for_translation_awaits_its_native_speaker():
    page = make.make_site()["en"].add_child(instance=StandardPage(title="About", slug="about"))
    copied = page.copy_for_translation(Locale.objects.get(language_code="sw"))
    assert StandardPage.objects.get(pk=copied.pk).native_review == NativeReview.AWAITING
    assert page.native_review == NativeReview.SOURCE


def test_the_mark_of_the_native_speaker_is_kept_by_the_form(editor):
    page = site_pages.add(StandardPage)["sw"]
    assert publish(editor, page, native_review="done").status_code == 302
    assert StandardPage.objects.get(pk=page.pk).native_review == NativeReview.DONE
    assert publish(editor, page, lead="Other words").status_code == 302
    assert StandardPage.objects.get(pk=page.pk).native_review == NativeReview.DONE


class TestHowItReads:
    def test_the_editor_is_told_how_the_text_reads(self, editor):
        page = site_pages.add(StandardPage, lead="Short words help.", body=site_pages.body("prose"))["en"]
        text = editor.get(edit_address(page)).content.decode()
        assert "Easy to read." in text
        assert "of the words have more than six letters" in text
        assert "Its long words ask for about grade" in text

    def test_kiswahili_has_no_english_grade(self, editor):
        page = site_pages.add(StandardPage, lead="Short words help.")["sw"]
        text = editor.get(edit_address(page)).content.decode()
        assert "Its long words" not in text
        assert "Easy to read" not in text
        assert "compare it with other Kiswahili pages only" in text

    def test_a_page_that_was_never_saved_has_no_level_yet(self, editor):
        home = make.make_site()["en"]
        address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", home.pk])
        assert "Save a draft" in editor.get(address).content.decode()

    def test_what_is_counted_is_what_a_reader_reads(self):
        page = site_pages.add(ProjectPage, body=site_pages.body("prose", "milestones"))["en"]
        words = [page.title, page.lead, "Why", "A bed comes first.", "So far"]
        assert text_of(page).split("\n") == [*words, "2023", "Opened", "It met.", "2027", "Doubled"]


class TestLists:
    @pytest.fixture
    def some(self):
        for number in range(3):
            Person.objects.create(name=f"Person {number}", role_en="Driver", role_sw="Dereva")
            Partner.objects.create(name_en=f"Partner {number}")
            NewsTopic.objects.create(slug=f"topic-{number}", name_en=f"Topic {number}", name_sw=f"Mada {number}")

    @pytest.mark.parametrize(
        ("name", "asked", "found"), [("person", "Driver", 3), ("person", "1", 1), ("partner", "er 2", 1)]
    )
    def test_a_list_is_searched_by_the_words_in_it(self, editor, some, name, asked, found):
        answer = editor.get(reverse(f"wagtailsnippets_home_{name}:list"), {"q": asked})
        assert len(answer.context["object_list"]) == found

    @pytest.mark.parametrize("name", ["person", "partner", "newstopic"])
    def test_a_list_costs_the_same_however_many_there_are(
        self, editor, some, name, django_assert_max_num_queries, django_assert_num_queries
    ):
        address = reverse(f"wagtailsnippets_home_{name}:list")
        editor.get(address)
        with django_assert_max_num_queries(30) as few:
            editor.get(address)
        for number in range(3, 9):
            Person.objects.create(name=f"Person {number}")
            Partner.objects.create(name_en=f"Partner {number}")
            NewsTopic.objects.create(slug=f"topic-{number}", name_en=f"Topic {number}", name_sw=f"Mada {number}")
        with django_assert_num_queries(len(few)):
            editor.get(address)
