"""One thing in both languages: two pages with one translation key, or one question, quiz or topic that holds both."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page

from courses.models import CourseIndexPage, CoursePage, LessonPage, ModulePage, Question, Quiz, Topic, TranslationCheck
from courses.parity import digests, states
from courses.question_content import LANGUAGES
from places.native_review import NativeReview

PAGES = (CourseIndexPage, CoursePage, ModulePage, LessonPage)
_BY_SLUG = {"question": (Question, "key"), "quiz": (Quiz, "slug"), "topic": (Topic, "slug")}
KINDS = ("page", *_BY_SLUG)
NAMES = dict(settings.LANGUAGES)


@dataclass(frozen=True)
class Record:
    """`versions` holds the instance of each language (the same one for a question), None where there is none."""

    kind: str
    key: str
    versions: dict
    check: TranslationCheck | None = None

    @property
    def any(self):
        return self.versions["en"] or self.versions["sw"]

    @property
    def title(self):
        return str(self.any)

    @property
    def what(self):
        return self.any._meta.verbose_name

    @property
    def check_key(self):
        return key_of(self.any)

    @property
    def url(self):
        return url_of(self.any)

    @cached_property
    def words(self):
        return {lang: one and digests.words_of(one, lang) for lang, one in self.versions.items()}

    @cached_property
    def sides(self) -> dict[str, states.Side | None]:
        return {language: self._side(language) for language in LANGUAGES}

    @cached_property
    def findings(self):
        check = self.check and states.Check(self.check.source_digest, self.check.target_digest)
        return states.findings_of(self.sides, check)

    @cached_property
    def is_behind(self):
        return states.is_behind(self.sides, self.findings)

    @property
    def can_be_matched(self):
        """Both are there for learners to read, so that a person can say whether they say the same."""
        return all(side and side.is_live for side in self.sides.values())

    @property
    def is_matched(self):
        """What learners read now is what was found to say the same."""
        digests_now = [side.digest for side in self.sides.values() if side]
        return self.check is not None and digests_now == [self.check.source_digest, self.check.target_digest]

    def edit_url(self, language):
        one = self.versions[language]
        return edit_url(one) if one else ""

    def _side(self, language):
        one, words = self.versions[language], self.words[language]
        if one is None or not digests.has_words(words):
            return None
        return states.Side(
            getattr(one, "live", True),
            digests.digest(words),
            digests.shape(words),
            *digests.sounds(one, language),
            awaits_review=one.native_review == NativeReview.AWAITING,
            has_draft=getattr(one, "has_unpublished_changes", False),
        )


def kind_of(instance) -> str | None:
    """Return which kind of record the instance is, None for anything that has no second language here."""
    if isinstance(instance, PAGES):
        return "page"
    return next((kind for kind, (model, _field) in _BY_SLUG.items() if isinstance(instance, model)), None)


def key_of(instance) -> str:
    """Return the key under which checks of this page, question, quiz or topic are kept."""
    kind = kind_of(instance)
    if kind in ("page", "question"):
        return str(instance.translation_key if kind == "page" else instance.key)
    return f"{kind}:{instance.slug}"


def url_of(instance) -> str:
    """Return the address of the page that shows both languages of a page, question, quiz or topic."""
    return reverse("course_parity_pair", args=[kind_of(instance), key_of(instance).rpartition(":")[2]])


def of(instance) -> Record | None:
    """Return the record that an instance belongs to, read afresh, or None where it is gone or is no such thing."""
    instance = getattr(instance, "specific", instance)
    kind = kind_of(instance)
    return kind and find(kind, key_of(instance).rpartition(":")[2])


def find(kind: str, key: str) -> Record | None:
    """Return one record by the address of its page, or None."""
    versions = _pages(key) if kind == "page" else _shared(kind, key)
    if not any(versions.values()):
        return None
    record = Record(kind, key, versions)
    check = TranslationCheck.objects.filter(key=record.check_key).select_related("checked_by").first()
    return Record(kind, key, versions, check)


def pair_up(pages) -> dict[str, dict]:
    """Return pages by translation key and language."""
    pairs = {}
    for page in pages:
        pairs.setdefault(str(page.translation_key), dict.fromkeys(LANGUAGES))[page.locale.language_code] = page
    return pairs


def _pages(key):
    try:
        UUID(key)
    except ValueError:
        return dict.fromkeys(LANGUAGES)
    found = Page.objects.filter(translation_key=key).type(*PAGES).select_related("locale").specific()
    return pair_up(found).get(str(key), dict.fromkeys(LANGUAGES))


def _shared(kind, key):
    model, field = _BY_SLUG[kind]
    return dict.fromkeys(LANGUAGES, model.objects.filter(**{field: key}).first())


def edit_url(instance) -> str:
    if isinstance(instance, Page):
        return reverse("wagtailadmin_pages:edit", args=[instance.pk])
    return reverse(instance.snippet_viewset.get_url_name("edit"), args=[instance.pk])


def may_publish(user, record: Record) -> bool:
    """Return whether the person may publish every language of the record, and so speak for both."""
    if record.kind == "page":
        pages = [page for page in record.versions.values() if page]
        return all(page.permissions_for_user(user).can_publish() for page in pages)
    model = type(record.any)
    action = "change" if model is Topic else "publish"
    return user.has_perm(f"courses.{action}_{model._meta.model_name}")
