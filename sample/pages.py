"""Pages of the sample programme in both languages, made from texts that stand side by side."""

from wagtail.models import Locale, Page

from places.native_review import NativeReview

LANGUAGES = ("en", "sw")
_REVIEW = {"en": NativeReview.SOURCE, "sw": NativeReview.AWAITING}


def in_language(value, lang: str):
    """Return the value with every {en, sw} pair replaced by the one language."""
    if isinstance(value, dict):
        if set(value) == set(LANGUAGES):
            return value[lang]
        return {key: in_language(part, lang) for key, part in value.items()}
    return [in_language(part, lang) for part in value] if isinstance(value, list) else value


def in_both(parents: dict, model: type[Page], slug: str, fields) -> dict:
    """Return {language: page} below each language's parent, sharing one translation key; missing ones are made.

    `fields(language)` returns what a new page is made of.
    """
    found = {lang: model.objects.child_of(parents[lang]).filter(slug=slug).first() for lang in LANGUAGES}
    for lang in LANGUAGES:
        if found[lang] is None:
            page = model(slug=slug, locale=locale(lang), native_review=_REVIEW[lang], **fields(lang))
            if lang != "en":
                page.translation_key = found["en"].translation_key
            found[lang] = parents[lang].add_child(instance=page)
            page.save_revision(changed=False)
    return found


def locale(lang: str) -> Locale:
    return Locale.objects.get_or_create(language_code=lang)[0]
