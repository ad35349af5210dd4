import pytest
from wagtail.models import PageViewRestriction

from courses.models import LessonPage, ModulePage
from home.models import StandardPage
from tests import make
from tests.home import site_pages

pytestmark = pytest.mark.usefixtures("_site")


@pytest.fixture
def _site(db):
    make.make_site()


def test_the_root_follows_the_browser(client):
    assert client.get("/", headers={"accept-language": "sw,en;q=0.5"}).url == "/sw/"
    assert client.get("/", headers={"accept-language": "en"}).url == "/en/"


def test_the_root_follows_the_language_last_used(client):
    client.get("/sw/", headers={"accept-language": "en"})
    assert client.get("/", headers={"accept-language": "en"}).url == "/sw/"


def test_a_visitor_whose_browser_already_asks_for_it_gets_no_cookie(client):
    assert "django_language" not in client.get("/sw/", headers={"accept-language": "sw"}).cookies


def test_an_unknown_language_of_the_browser_gets_english(client):
    assert client.get("/", headers={"accept-language": "fr"}).url == "/en/"


def test_every_page_links_to_itself_in_the_other_language(client):
    page = client.get("/en/helplines/?from=poster").content.decode()
    assert 'hreflang="sw" href="/sw/helplines/?from=poster"' in page


def test_a_page_that_is_not_there_helps_in_its_language(client):
    answer = client.get("/sw/hakuna/")
    assert answer.status_code == 404
    assert 'lang="sw"' in answer.content.decode()


def test_the_head_names_the_page_in_the_other_language(client, settings):
    page = client.get("/en/helplines/").content.decode()
    assert f'<link rel="alternate" hreflang="sw" href="{settings.BASE_URL}/sw/helplines/">' in page


class TestAPageInOneLanguageOnly:
    @pytest.fixture
    def lesson(self, db):
        course = make.make_course()
        lesson = LessonPage.objects.get(slug="lesson-1", locale__language_code="en", url_path__contains="module-1")
        lesson.get_translations().delete()
        assert course.get_translations().exists()
        return lesson

    def test_its_switch_leads_to_the_nearest_page_above_it(self, client, lesson):
        page = client.get(f"{lesson.url}?card=2").content.decode()
        assert 'href="/sw/courses/red-flags/module-1/">' in page

    def test_its_head_names_no_page_in_the_other_language(self, client, lesson):
        assert '<link rel="alternate"' not in client.get(lesson.url).content.decode()

    def test_the_switch_of_a_module_leads_to_its_course(self, client, lesson):
        module = ModulePage.objects.get(pk=lesson.get_parent().pk)
        module.get_translations().get().delete()
        page = client.get(module.url).content.decode()
        assert 'href="/sw/courses/red-flags/">' in page
        assert '<link rel="alternate"' not in page


def test_a_translation_that_is_restricted_is_neither_led_to_nor_named(client):
    about = site_pages.add(StandardPage, "about")
    PageViewRestriction.objects.create(page=about["sw"], restriction_type=PageViewRestriction.LOGIN)
    page = client.get(about["en"].url).content.decode()
    assert about["sw"].url not in page
    assert 'hreflang="sw" href="/sw/">' in page
    assert '<link rel="alternate" hreflang' not in page
