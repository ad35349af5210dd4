"""The public pages of the sample programme: home in both languages, helplines, privacy notice, organisation."""

from django.conf import settings
from wagtail.models import Page, Site

from accounts.models import PrivacyNotice
from home import prose
from home.models import Helpline, HomePage, Organisation
from places.native_review import NativeReview
from sample import files
from sample.pages import LANGUAGES, locale

_AS_GIVEN = ("need", "also", "county", "website", "languages", "status", "source", "last_verified", "order")


def load_homes() -> dict:
    """Return {language: HomePage}, making them, with the site at the English one, where they are missing."""
    found = {page.locale.language_code: page for page in HomePage.objects.select_related("locale")}
    if set(found) >= {"en", "sw"}:
        return found
    data = files.read("home.yaml")
    root = Page.objects.get(depth=1)
    for welcome in Page.objects.filter(depth=2, slug="home", content_type__model="page", numchild=0):
        welcome.delete()
    root.refresh_from_db()
    english = root.add_child(instance=_home(data, "en", slug="home", native_review=NativeReview.SOURCE))
    kiswahili = _home(data, "sw", slug="home-sw", native_review=NativeReview.AWAITING)
    kiswahili.translation_key = english.translation_key
    root.refresh_from_db()
    root.add_child(instance=kiswahili)
    _load_site(english, data["organisation"])
    return {"en": english, "sw": kiswahili}


def _home(data, lang, **fields):
    return HomePage(
        locale=locale(lang),
        title=data["hero"]["title"][lang],
        lead=data["hero"]["lead"][lang],
        steps=[("step", {"title": s["title"][lang], "text": s["text"][lang]}) for s in data["how_it_works"]],
        about_title=data["organisation"]["title"][lang],
        about=prose.to_html(data["organisation"]["text"][lang]),
        facts=[("fact", {"figure": f.get("figure", ""), "text": f["text"][lang]}) for f in data["facts"]],
        facts_source=data["facts_source"][lang],
        **fields,
    )


def _load_site(home, organisation):
    site = Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "site_name": "Safari Salama"}
    )[0]
    Organisation.objects.get_or_create(
        site=site, defaults={"name": organisation["name"], "website": organisation["website"]}
    )


def load_helplines() -> None:
    """Add the helplines that are missing; what somebody changed or confirmed since stays."""
    for row in files.read("helplines.yaml"):
        Helpline.objects.get_or_create(key=row["key"], defaults=_helpline(row))


def _helpline(row):
    texts = {
        f"{name}_{lang}": row[name][lang] for name in ("name", "about", "hours") if name in row for lang in LANGUAGES
    }
    given = {name: row[name] for name in _AS_GIVEN if name in row}
    numbers = [(number["kind"], number["number"]) for number in row["numbers"]]
    return texts | given | {"numbers": numbers, "is_free": row.get("free")}


def load_privacy_notice() -> PrivacyNotice:
    """Return the sample notice, adding it where that version is missing."""
    data = files.read("privacy.yaml")
    return PrivacyNotice.objects.get_or_create(
        version=data["version"],
        defaults={
            "title_en": data["title"]["en"],
            "title_sw": data["title"]["sw"],
            "body_en": data["body"]["en"],
            "body_sw": data["body"]["sw"],
            # An organisation approves its own notice before anybody is asked to agree to it.
            "is_published": settings.DEVELOPMENT,
        },
    )[0]
