import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Locale
from wagtail.rich_text import RichText

from courses.models import CourseIndexPage, LessonPage
from courses.parity import board, checks
from sample import groups
from tests import make
from tests.conftest import sign_in


@pytest.fixture
def course(db):
    made = make.make_course()
    english = CourseIndexPage.objects.get(locale__language_code="en")
    CourseIndexPage.objects.update(translation_key=english.translation_key)
    CourseIndexPage.objects.exclude(pk=english.pk).update(title="Kozi")
    return made


@pytest.fixture
def matched(course):
    """A course whose languages were all found to say the same."""
    differ(LessonPage.objects.filter(locale__language_code="sw"))
    LessonPage.objects.update(native_review="done")
    checks.mark_all_matching()
    return course


@pytest.fixture
def eshe(course):
    groups.load(CourseIndexPage.objects.all())
    person = make.make_user(full_name="Eshe Mwakio", username="eshe")
    person.groups.add(Group.objects.get(name="Trainers"))
    return person


@pytest.fixture
def trainer(client, eshe):
    return sign_in(client, eshe, verified=True)


def differ(pages):
    for page in pages:
        page.cards[0].value["heading"] = f"Kadi ya {page.title}"
        page.save()


def lesson(language="en", slug="lesson-1", module="module-1"):
    found = LessonPage.objects.filter(locale__language_code=language, slug__startswith=slug)
    return next(page for page in found if page.get_parent().slug.startswith(module))


def reword(page, words, publish=True):
    page = LessonPage.objects.get(pk=page.pk)
    page.cards[0].value["body"] = RichText(f"<p>{words}</p>")
    revision = page.save_revision()
    if publish:
        revision.publish()
    return page


def states_of(instance):
    """Return what the board says about a page or question, as (state, language)."""
    return [finding[:2] for finding in row_of(instance).record.findings]


def row_of(instance):
    return next(row for row in board.rows() if instance in row.record.versions.values())


def translate(client, page):
    """Press Translate, and return the draft."""
    kiswahili = Locale.objects.get(language_code="sw")
    client.post(reverse("simple_translation:submit_page_translation", args=[page.pk]), {"locales": [kiswahili.pk]})
    return page.get_translation(kiswahili).specific
