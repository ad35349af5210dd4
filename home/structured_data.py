"""A page's facts as search engines read them (schema.org, as JSON-LD)."""

import json

from django.conf import settings
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from home import public_pages, sharing
from home.models import HomePage, NewsPage, Partner

_ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def graph(page, organisation, address: str) -> SafeString:
    """Return what is known of a page as a JSON document that is safe within a script element."""
    things = [_trail(page, address)]
    if isinstance(page, HomePage):
        things = [_organisation(organisation)]
    elif isinstance(page, NewsPage):
        things.append(_news(page, organisation, address))
    document = {"@context": "https://schema.org", "@graph": things}
    return mark_safe(json.dumps(document, ensure_ascii=False).translate(_ESCAPES))


def _organisation(organisation):
    facts = {
        "@type": "NGO",
        "@id": sharing.absolute("/#organisation"),
        "name": organisation.name,
        "url": organisation.website or sharing.absolute("/"),
        "email": organisation.email,
        "telephone": organisation.phone,
        "address": " ".join(organisation.address.split()),
        "logo": sharing.absolute(organisation.logo.file.url) if organisation.logo else "",
        "sameAs": [link.value["address"] for link in organisation.social],
        "funder": [_funder(partner) for partner in Partner.objects.filter(kind=Partner.Kind.FUNDER)],
    }
    return {name: value for name, value in facts.items() if value}


def _funder(partner):
    address = {"url": partner.website} if partner.website else {}
    return {"@type": "Organization", "name": partner.name} | address


def _news(page, organisation, address):
    picture = sharing.picture(page, organisation)
    facts = {
        "@type": "NewsArticle",
        "headline": page.title,
        "description": sharing.description(page),
        "datePublished": page.day.isoformat(),
        "dateModified": page.last_published_at.isoformat() if page.last_published_at else "",
        "inLanguage": translation.get_language(),
        "mainEntityOfPage": address,
        "image": picture.address if picture.is_wide else "",
        "author": [{"@type": "Person", "name": person.name} for person in page.authors.all()],
        "publisher": {"@type": "NGO", "@id": sharing.absolute("/#organisation"), "name": organisation.name},
    }
    return {name: value for name, value in facts.items() if value}


def _trail(page, address):
    """Return the way down to a page; the last step is the page itself."""
    above = public_pages.trails([page])[page.pk]
    steps = [(one.title, sharing.absolute(one.get_url() or "")) for one in above] + [(page.title, address)]
    home = (settings.WAGTAIL_SITE_NAME, sharing.absolute(f"/{translation.get_language()}/"))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": item}
            for number, (name, item) in enumerate([home, *steps], 1)
        ],
    }
