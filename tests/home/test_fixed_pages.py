"""Pages that all of the platform leads to stay, whoever tries: a site editor, an administrator."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from courses.models import CourseIndexPage, CoursePage
from home.fixed_pages import keep_among
from home.models import HomePage, NewsIndexPage, ProjectIndexPage, StandardPage
from sample import groups
from tests import make
from tests.conftest import sign_in
from tests.home import site_pages
from tests.home.test_pages_admin import edit_address, form_of
from tests.test_access import make_admin

WHY = "all of this platform and printed papers lead there"
KINDS = [HomePage, ProjectIndexPage, NewsIndexPage, CourseIndexPage]


@pytest.fixture
def site(db):
    homes = make.make_site()
    make.make_course()
    for model in (ProjectIndexPage, NewsIndexPage, StandardPage):
        site_pages.add(model)
    return homes


def editor():
    person = make.make_user(full_name="Gathoni", username="gathoni")
    person.groups.add(groups.load_editors(HomePage.objects.all()))
    return person


@pytest.fixture(params=[editor, make_admin], ids=["editor", "administrator"])
def who(request, client, site):
    return sign_in(client, request.param(), verified=True)


@pytest.fixture
def farida(client, site):
    return sign_in(client, make_admin(), verified=True)


def english(model):
    return model.objects.get(locale__language_code="en")


WAYS = ["delete", "unpublish", "move"]


def ways_to_take_away(page):
    """Return every way to take a page away, as (address, form); nothing of its name stands where it could be moved."""
    other = Page.objects.filter(depth=2).exclude(pk=page.pk).last()
    Page.objects.child_of(other).filter(slug=page.slug).delete()
    addresses = [
        reverse("wagtailadmin_pages:delete", args=[page.pk]),
        reverse("wagtailadmin_pages:unpublish", args=[page.pk]),
        reverse("wagtailadmin_pages:move_confirm", args=[page.pk, other.pk]),
        *(together(way, page) for way in WAYS),
    ]
    form = {"chooser": other.pk, "confirm_site_name": "Safari Salama"}
    return [(address, form) for address in addresses]


def together(way, *pages):
    """Return the address of what is done to several pages of a list at once."""
    asked = "&".join(f"id={page.pk}" for page in pages)
    return reverse("wagtail_bulk_action", args=["wagtailcore", "page", way]) + f"?{asked}"


def state():
    return list(Page.objects.order_by("path").values_list("pk", "path", "live"))


@pytest.mark.parametrize("model", KINDS)
def test_a_fixed_page_is_neither_deleted_nor_moved_nor_unpublished(who, model):
    ways = ways_to_take_away(english(model))
    before = state()
    for address, form in ways:
        who.post(address, form)
        assert state() == before, address


@pytest.mark.parametrize("model", [ProjectIndexPage, NewsIndexPage, CourseIndexPage])
def test_an_administrator_is_told_why_whichever_way_is_tried(farida, model):
    page = english(model)
    for address, form in ways_to_take_away(page)[:-1]:
        text = farida.post(address, form, follow=True).content.decode()
        assert WHY in text, address
        assert f"“{page.title}”" in text


@pytest.mark.parametrize("model", [HomePage, ProjectIndexPage, NewsIndexPage])
@pytest.mark.parametrize("way", ["delete", "unpublish"])
def test_a_site_editor_is_told_why_of_each_page_that_is_hers(client, site, model, way):
    sign_in(client, editor(), verified=True)
    page = english(model)
    assert WHY in client.post(together(way, page), follow=True).content.decode()


def test_one_fixed_page_among_many_keeps_all_of_them(farida):
    pages = [english(StandardPage), english(NewsIndexPage)]
    farida.post(together("delete", *pages))
    assert Page.objects.filter(pk__in=[page.pk for page in pages]).count() == 2


def test_moving_several_is_refused_alike_and_nothing_else_is(rf, site):
    request = rf.post("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    action = SimpleNamespace(model=Page, next_url="/admin/pages/")
    assert keep_among(request, "move", [english(NewsIndexPage)], action).url == "/admin/pages/"
    assert keep_among(request, "publish", [english(NewsIndexPage)], action) is None
    assert keep_among(request, "move", [english(StandardPage)], action) is None


def test_any_other_page_goes(who):
    page = english(StandardPage)
    assert who.post(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code == 302
    assert not StandardPage.objects.filter(pk=page.pk).exists()


def test_the_home_page_s_own_reason_is_said_before_that_of_the_courses_below_it(farida, amina):
    make.make_enrolment(amina, english(CoursePage))
    page = english(HomePage)
    text = farida.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True).content.decode()
    assert WHY in text


def test_a_fixed_page_that_was_never_published_may_go(farida):
    NewsIndexPage.objects.filter(locale__language_code="sw").update(live=False)
    page = NewsIndexPage.objects.get(locale__language_code="sw")
    farida.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not NewsIndexPage.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("model", [ProjectIndexPage, CourseIndexPage])
class TestForm:
    def save(self, farida, page, **changes):
        data = form_of(farida, edit_address(page), type(page)) | changes
        return farida.post(edit_address(page), data | {"action-publish": "Publish"})

    def test_a_fixed_page_keeps_its_address(self, farida, model):
        page = english(model)
        answer = self.save(farida, page, slug="elsewhere", title="Typed")
        assert "This address stays" in answer.content.decode()
        assert 'value="Typed"' in answer.content.decode()
        assert english(model).slug == page.slug

    def test_a_fixed_page_does_not_run_out(self, farida, model):
        soon = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
        answer = self.save(farida, english(model), expire_at=soon)
        assert "expire_at" in answer.context["form"].errors
        assert english(model).expire_at is None

    def test_its_words_change(self, farida, model):
        assert self.save(farida, english(model), lead="Other words").status_code == 302
        assert english(model).lead == "Other words"
