"""The whole seeded public site as strangers meet it: every link followed, every page looked at by a browser."""

from contextlib import contextmanager
from io import StringIO
from itertools import pairwise
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from courses.models import LessonPage, ModulePage
from tests import make
from tests.journeys.conftest import PHONE, fits_the_screen
from tests.journeys.crawling import crawl, is_ours, is_read
from tests.journeys.test_any_phone import RULES

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
LANGUAGES = ("en", "sw")
NARROWEST = {"width": 320, "height": 640}
SITE = settings.BASE_URL
# What is no page of the tree, and has journeys of its own where it asks for something.
NAMED = ("helplines/", "helplines/?need=child&county=047", "search/", "search/?q=fund", "newsletter/", "report/")


@pytest.fixture(scope="module")
def found(django_db_setup, django_db_blocker):
    """{address: what it answered} of all that a stranger can reach in the seeded site, which is then taken out."""
    for name in ("default", "pages"):
        caches[name].clear()
    with django_db_blocker.unblock(), transaction.atomic():
        make.make_root()
        with disable_reference_index_auto_update():
            call_command("seed", no_people=True, stdout=StringIO())
        found = crawl(SITE, [f"/{language}/" for language in LANGUAGES] + ["/robots.txt", "/sitemap.xml"])
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def pages(found):
    """{path: the page} of the public pages."""
    return {page.path: page for page in found.values() if page.is_page and is_read(page)}


def test_every_link_leads_somewhere(found):
    assert not {address: page.status for address, page in found.items() if page.status >= 400}
    assert len(found) > 60


def test_both_languages_reach_as_many_pages(pages):
    english, kiswahili = ({path[3:] for path in pages if path.startswith(f"/{code}/")} for code in LANGUAGES)
    assert english == kiswahili
    assert {"/", "/helplines/", "/courses/"} <= english


def test_every_fragment_is_on_the_page_that_it_names(found, pages):
    missing = []
    for page in pages.values():
        for link in page.links():
            address, fragment = urldefrag(link)
            target = found.get(address) if is_ours(address, SITE) else None
            if fragment and target and target.is_page and unquote(fragment) not in target.ids:
                missing.append((page.path, link))
    assert not missing


def test_nothing_is_loaded_from_elsewhere(pages):
    assert not {address for page in pages.values() for address in page.loads() if not is_ours(address, SITE)}


def test_every_page_forbids_what_is_not_its_own(pages):
    for path, page in pages.items():
        policy = dict(part.strip().partition(" ")[::2] for part in page.headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'self'", path
        assert policy["frame-ancestors"] == policy["object-src"] == "'none'", path
        assert all(set(sources.split()) <= {"'self'", "'none'", "data:"} for sources in policy.values()), path


def test_no_page_has_a_script_or_a_style_of_its_own_inside(pages):
    for path, page in pages.items():
        scripts = [tag for tag in page.soup.find_all("script", src=False) if tag.get("type") != "application/ld+json"]
        assert not scripts + page.soup.find_all("style") + page.soup.find_all(style=True), path


def test_every_picture_says_what_it_shows(pages):
    assert not [(path, str(tag)) for path, page in pages.items() for tag in page.soup.find_all("img", alt=False)]


def test_headings_go_down_one_step_at_a_time(pages):
    for path, page in pages.items():
        headings = page.soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])
        levels = [int(tag.name[1]) for tag in headings if not tag.find_parent(hidden=True)]
        assert levels.count(1) == 1, (path, levels)
        assert all(later - earlier <= 1 for earlier, later in pairwise(levels)), (path, levels)


def test_every_page_has_a_title_of_its_own_in_its_language(pages):
    for code in LANGUAGES:
        own = [page for path, page in pages.items() if path.startswith(f"/{code}/")]
        assert {page.soup.html["lang"] for page in own} == {code}
        # A report's pages all have one title, which tells nobody what they are.
        titles = [page.soup.title.string for page in own if "/report/" not in page.path]
        assert all(titles)
        assert len(set(titles)) == len(titles), sorted(titles)


def test_no_page_is_half_translated(pages):
    """Words that only templates know, looked for on the pages of the other language."""
    for path, page in pages.items():
        if path.startswith("/sw/"):
            assert "Skip to the content" not in page.body.decode(), path


def test_only_named_sites_are_linked(pages):
    """A link that leaves the site is meant; each is to a service or an organisation, and by HTTPS."""
    schemes = {"tel", "mailto", "sms", "https"}
    for path, page in pages.items():
        for link in page.links():
            assert is_ours(link, SITE) or urlsplit(link).scheme in schemes, (path, link)


def test_every_page_is_for_everybody(chromium, programme):
    faults = {}
    for language, colours in (("en", "light"), ("sw", "dark")):
        with watched(chromium, programme, language, True, colours) as (page, heard):
            for address in addresses(language):
                page.goto(address)
                faults[address] = faults_of(page)
        assert not heard
    assert len(faults) > 30
    assert not {address: fault for address, fault in faults.items() if fault}


def test_without_javascript_every_page_fits_and_asks_for_nothing_elsewhere(chromium, programme):
    with watched(chromium, programme, "sw", False, "light") as (page, heard):
        wide = [address for address in addresses("sw") if page.goto(address) and not fits_narrow(page)]
    assert not wide
    assert not heard


def addresses(language):
    """Return the addresses of all pages of the tree in the language but lessons and modules, and of those named."""
    pages = Page.objects.live().filter(locale__language_code=language, depth__gt=1)
    pages = pages.not_type((LessonPage, ModulePage)).specific()
    return [page.url for page in pages] + [f"/{language}/{address}" for address in NAMED]


@contextmanager
def watched(chromium, site, language, javascript, colours):
    """Give a phone's page, and a list of what its console says and of what it asks for elsewhere."""
    heard = []
    context = chromium.new_context(
        viewport=PHONE,
        locale=language,
        java_script_enabled=javascript,
        base_url=site,
        color_scheme=colours,
        service_workers="block",
    )

    def refuse(route):
        heard.append(("elsewhere", route.request.url))
        route.abort()

    context.route(lambda address: not address.startswith((f"{site}/", "data:")), refuse)
    page = context.new_page()
    page.on("console", lambda said: said.type in ("error", "warning") and heard.append((page.url, said.text)))
    page.on("pageerror", lambda error: heard.append((page.url, str(error))))
    yield page, heard
    context.close()


def fits_narrow(page):
    """Return whether the page that is open fits a phone, and the narrowest one."""
    fits = []
    for size in (NARROWEST, PHONE):
        page.set_viewport_size(size)
        fits.append(fits_the_screen(page))
    return all(fits)


def faults_of(page):
    """Return what is wrong with the page that is open."""
    faults = [] if fits_narrow(page) else ["wider than the screen"]
    # Axe waits for timers, which a page without JavaScript does not have.
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]})
    return faults + [(one["id"], one["nodes"][0]["html"][:200]) for one in found.response["violations"]]
