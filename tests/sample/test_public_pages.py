import re
from html import unescape

import pytest
from django.contrib.auth.models import Permission
from django.test import TestCase
from django.utils.html import strip_tags
from wagtail.models import Page, Revision

from home.models import Helpline, HomePage, NewsPage, NewsTopic, Partner, Person, ProjectPage, StandardPage
from newsletter.models import Issue, Subscriber
from places.native_review import NativeReview
from sample import files, groups, public_pages, site
from tests import make
from tests.conftest import sign_in

FACTS = {
    *("16", "900", "700", "96", "5", "10", "15", "30", "2"),
    *("2006", "2010", "2012", "2021", "2022", "2023", "2025"),
    "1",  # October 2012
    "13",  # how old the girl at the stage was
}
"""Every number that a seeded page may name: what is published, and no other."""
ENGLISH = {"the", "and", "of", "with", "who", "they", "is", "are", "that"}
NAMES = re.compile("Better Migration Management|Candle of Hope Foundation")
KISWAHILI = {"na", "ya", "wa", "kwa", "za", "ni", "la", "katika", "cha"}


def load():
    homes = site.load_homes()
    site.load_helplines()
    public_pages.load(homes)
    return homes


def seeded(lang):
    """Return the home page and every page that was made below it, as what they are."""
    found = Page.objects.type((HomePage, *public_pages._KINDS)).filter(locale__language_code=lang)
    return list(found.order_by("path").specific())


def words_of(page):
    """Return what a reader finds on the page of its own text, addresses left out."""
    parts = [page.title, page.lead]
    body = getattr(page, "body", None)
    if body:
        parts += texts_in(body.get_prep_value())
    parts += [getattr(page, name, "") for name in ("period", "places")]
    return strip_tags(unescape(" ".join(parts)))


def texts_in(value):
    if isinstance(value, dict):
        return [text for key, part in value.items() if key not in ("id", "type", "address") for text in texts_in(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts_in(part)]
    return [value] if isinstance(value, str) else []


def pairs_in(value):
    """Yield each {en, sw} of what the files hold."""
    if isinstance(value, dict):
        if set(value) == {"en", "sw"}:
            yield value
        else:
            for part in value.values():
                yield from pairs_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from pairs_in(part)


def all_entries():
    return [*files.numbered("public"), *files.read("public/home-body.yaml"), files.read("public/people.yaml")]


class SeededTests(TestCase):
    """Read-only stories about the pages that a new platform has."""

    @classmethod
    def setUpTestData(cls):
        make.make_root()
        cls.homes = load()

    def test_what_the_organisation_shows_today_is_there(self):
        slugs = set(ProjectPage.objects.filter(locale__language_code="en").values_list("slug", flat=True))
        assert slugs == {"assistance-fund", "transport-sector", "returnees-fund"}
        assert NewsPage.objects.filter(locale__language_code="en").count() >= 2
        assert set(Partner.objects.filter(kind="funder").values_list("name_en", flat=True)) == {
            "European Union",
            "Germany",
        }
        assert Person.objects.get().name == "Paul Adhoch"

    def test_every_page_stands_in_both_languages_with_the_same_blocks(self):
        pages = seeded("en")
        assert len(pages) == len(seeded("sw")) == 15
        for english in pages:
            kiswahili = english.get_translation(self.homes["sw"].locale).specific
            assert [b.block_type for b in getattr(english, "body", ())] == [
                b.block_type for b in getattr(kiswahili, "body", ())
            ]
            assert english.slug == kiswahili.slug or isinstance(english, HomePage)

    def test_kiswahili_waits_for_its_native_speaker(self):
        assert {page.native_review for page in seeded("en")} == {NativeReview.SOURCE}
        assert {page.native_review for page in seeded("sw")} == {NativeReview.AWAITING}
        for model in (Person, Partner):
            assert set(model.objects.values_list("native_review", flat=True)) == {NativeReview.AWAITING}

    def test_no_text_of_one_language_stands_in_the_other(self):
        for lang, foreign in (("en", KISWAHILI), ("sw", ENGLISH)):
            for page in seeded(lang):
                said = set(re.findall(r"[a-z]+", NAMES.sub("", words_of(page)).lower()))
                assert not said & foreign, (lang, page.slug, said & foreign)

    def test_whatever_is_said_is_said_in_both_languages(self):
        for pair in pairs_in(all_entries()):
            assert bool(pair["en"]) == bool(pair["sw"]), pair
            assert pair["en"] != pair["sw"] or not re.search("[a-z]{3}", pair["en"]), pair

    def test_no_page_names_a_number_that_is_not_published(self):
        for page in seeded("en") + seeded("sw"):
            named = set(re.findall(r"\d+", words_of(page)))
            assert named <= FACTS, (page.slug, named - FACTS)

    def test_no_page_writes_a_telephone_number_itself(self):
        for helpline in Helpline.objects.all():
            for part in helpline.numbers:
                assert not any(re.search(rf"\b{re.escape(part.value)}\b", words_of(page)) for page in seeded("en"))

    def test_every_page_opens_and_says_that_it_is_a_sample(self):
        for lang, label in (("en", "Sample content"), ("sw", "Maudhui ya sampuli")):
            for page in seeded(lang):
                response = self.client.get(page.url)
                assert response.status_code == 200, page.url
                shown = unescape(response.content.decode())
                assert page.title in shown, page.url
                assert label in shown, page.url

    def test_what_an_editor_opens_is_what_is_published(self):
        for page in seeded("en") + seeded("sw"):
            assert (page.live, page.has_unpublished_changes) == (True, False)
            if body := getattr(page, "body", None):
                assert page.get_latest_revision_as_object().body.get_prep_value() == body.get_prep_value()

    def test_every_page_that_is_named_as_more_to_read_is_in_the_same_language(self):
        named = [
            (page, block.value["page"])
            for lang in ("en", "sw")
            for page in seeded(lang)
            for block in getattr(page, "body", ())
            if block.block_type == "read_more" and block.value["page"]
        ]
        assert len(named) >= 8
        assert all(page.locale_id == other.locale_id for page, other in named)

    def test_only_confirmed_lines_are_shown_and_they_are_the_five(self):
        shown = [
            (line.key, [part.value for part in line.numbers], line.name_en, line.name_sw)
            for line in Helpline.objects.shown()
        ]
        assert shown == [
            ("police-emergency", ["999", "112", "911"], "Police emergency", "Polisi: dharura"),
            ("child-helpline", ["116"], "Child helpline", "Nambari ya msaada ya watoto"),
            (
                "dci-tip-line",
                ["0800 722 203"],
                "DCI tip line, no name needed",
                "Nambari ya taarifa ya DCI, bila kujitambulisha",
            ),
            ("dci-whatsapp", ["0709 570 000"], "DCI on WhatsApp", "DCI kwa WhatsApp"),
            (
                "gender-violence",
                ["1195"],
                "Gender-based violence helpline (HAK)",
                "Nambari ya msaada dhidi ya ukatili wa kijinsia (HAK)",
            ),
        ]

    def test_services_without_a_published_number_wait_with_none(self):
        waiting = Helpline.objects.filter(status=Helpline.Status.TO_CONFIRM)
        assert waiting.count() >= 20
        assert [line.key for line in waiting if line.key == "haart-kenya" and not line.numbers] == ["haart-kenya"]
        assert all(line.source for line in waiting)
        assert {need for line in waiting for need in line.also} <= set(Helpline.Need.values)


def state():
    """Return what a second loading could change."""
    pages = list(Page.objects.order_by("pk").values_list("pk", "title", "slug", "latest_revision", "numchild"))
    rows = [list(model.objects.order_by("pk").values()) for model in (Helpline, HomePage, Person, Partner, NewsTopic)]
    return pages, Revision.objects.count(), str(rows)


def test_loading_twice_changes_nothing(db):
    make.make_root()
    load()
    before = state()
    load()
    assert state() == before


def test_what_an_editor_changed_renamed_or_took_away_stays_so(db):
    make.make_root()
    homes = load()
    project = ProjectPage.objects.get(slug="returnees-fund", locale__language_code="en")
    project.slug = project.title = "home-again"
    project.save_revision().publish()
    StandardPage.objects.get(slug="when-you-travel", locale__language_code="en").delete()
    home = HomePage.objects.get(pk=homes["en"].pk)
    del home.body[1:]
    home.save_revision().publish()
    Helpline.objects.filter(key="trace-kenya").update(name_en="Ours")
    before = state()
    load()
    assert state() == before


def test_nothing_is_put_among_pages_of_the_organisation_s_own(db):
    make.make_root()
    homes = site.load_homes()
    homes["en"].add_child(instance=StandardPage(title="Ours", slug="ours", locale=homes["en"].locale))
    public_pages.load(homes)
    assert StandardPage.objects.count() == 1
    assert not HomePage.objects.get(pk=homes["en"].pk).body


def test_a_home_page_that_somebody_has_written_on_keeps_its_text(db):
    make.make_root()
    homes = site.load_homes()
    homes["en"].body = [("prose", {"heading": "Ours", "text": "<p>Ours.</p>"})]
    homes["en"].save_revision().publish()
    public_pages.load(homes)
    assert [block.block_type for block in HomePage.objects.get(pk=homes["en"].pk).body] == ["prose"]
    assert ProjectPage.objects.exists()


@pytest.fixture
def gathoni(db):
    """Somebody who keeps the public site."""
    make.make_root()
    person = make.make_user(full_name="Gathoni", username="gathoni")
    person.groups.add(groups.load_editors(load().values()))
    return person


def test_site_editors_publish_every_public_page(client, gathoni):
    sign_in(client, gathoni, verified=True)
    for page in seeded("sw"):
        assert page.permissions_for_user(gathoni).can_publish(), page.slug
        assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 200, page.slug


def test_site_editors_leave_courses_to_the_trainers(client, gathoni, course):
    sign_in(client, gathoni, verified=True)
    for page in (course.get_parent(), course, course.get_first_child()):
        rights = page.permissions_for_user(gathoni)
        may = (rights.can_edit(), rights.can_publish(), rights.can_delete(), rights.can_add_subpage())
        assert not any(may), page.slug
        assert client.get(f"/admin/pages/{page.pk}/edit/").status_code == 302
    assert HomePage.objects.first().permissions_for_user(gathoni).can_add_subpage()
    trainer = make.make_user(full_name="Eshe Mwakio", username="eshe")
    trainer.groups.add(groups.load([course.get_parent()]))
    assert course.permissions_for_user(trainer).can_publish()


def test_site_editors_keep_people_helplines_and_newsletter_and_only_look_at_subscribers(gathoni):
    for model in (Person, Partner, NewsTopic, Helpline, Issue):
        assert gathoni.has_perm(f"{model._meta.app_label}.change_{model._meta.model_name}")
    assert gathoni.has_perm(f"newsletter.view_{Subscriber._meta.model_name}")
    assert not gathoni.has_perm("newsletter.change_subscriber")


def test_site_editors_reach_neither_operators_nor_reports_nor_people_s_records(gathoni):
    allowed = {name.split(".")[0] for name in gathoni.get_all_permissions()}
    assert allowed <= {"home", "newsletter", "wagtailadmin", "simple_translation"}


def test_making_the_groups_twice_changes_nothing(gathoni):
    def rights():
        return set(Permission.objects.filter(group__name="Site editors").values_list("pk", flat=True))

    before = rights()
    groups.load_editors(HomePage.objects.all())
    assert rights() == before
