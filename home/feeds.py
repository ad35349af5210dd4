"""The news as a feed, one for each language."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _

from home import public_pages, sharing
from home.context_processors import organisation
from home.models import NewsIndexPage, NewsPage

NEWEST = 20


class NewsFeed(Feed):
    """Answer with the newest public news of the address's language as RSS."""

    feed_type = Rss201rev2Feed

    def __call__(self, request, *args, **kwargs):
        response = super().__call__(request, *args, **kwargs)
        response["Cache-Control"] = "public, max-age=600"
        response.is_same_for_all = True
        return response

    def title(self):
        return _("News of %(organisation)s") % {"organisation": organisation().name}

    def link(self):
        index = public_pages.published(translation.get_language(), NewsIndexPage.objects.all()).first()
        return sharing.absolute((index and index.get_url()) or reverse("home"))

    def feed_url(self):
        return sharing.absolute(reverse("home:feed"))

    def description(self):
        return _("What the programme does, as it happens.")

    def items(self):
        pages = public_pages.published(translation.get_language(), NewsPage.objects.all())
        return pages.prefetch_related("authors", "topics").order_by("-day", "-pk")[:NEWEST]

    def item_title(self, page):
        return page.title

    def item_description(self, page):
        return page.lead

    def item_link(self, page):
        return sharing.absolute(page.get_url() or "")

    def item_guid(self, page):
        return f"urn:uuid:{page.translation_key}:{translation.get_language()}"

    item_guid_is_permalink = False

    def item_pubdate(self, page):
        return timezone.make_aware(datetime.combine(page.day, time(9)))

    def item_updateddate(self, page):
        return page.last_published_at

    def item_author_name(self, page):
        return ", ".join(person.name for person in page.authors.all())

    def item_categories(self, page):
        return [topic.name for topic in page.topics.all()]
