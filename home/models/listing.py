"""Which pages and people a public page lists, in a fixed number of queries."""

from django.core.paginator import Paginator
from django.db.models import Q
from wagtail.query import PageQuerySet

from home import pictures
from home.models.people import NewsTopic, Partner, Person

NEWS_A_PAGE = 10


class PublicPageQuerySet(PageQuerySet):
    def with_pictures(self):
        return self.prefetch_related(*pictures.lookups("picture", "card"))


class NewsQuerySet(PublicPageQuerySet):
    def newest_first(self):
        return self.order_by("-day", "-pk")

    def about(self, topic):
        return self.filter(topics=topic) if topic else self

    def of_year(self, year):
        return self.filter(day__year=year) if year else self

    def newer_than(self, page):
        """Return the news after this one; two of one day stand in the order in which they were made."""
        return self.filter(Q(day__gt=page.day) | Q(day=page.day, pk__gt=page.pk or 0)).order_by("day", "pk")

    def older_than(self, page):
        return self.filter(Q(day__lt=page.day) | Q(day=page.day, pk__lt=page.pk or 0)).newest_first()


def news_listed(news: NewsQuerySet, asked) -> dict:
    """Return one page of the news as the address asks for it: ?topic=, ?year=, ?page=.

    A topic or a year that has no news is as if it were not asked for; a page beyond the last is the last.
    """
    topics = list(NewsTopic.objects.filter(news__in=news.values("pk")).distinct())
    years = [day.year for day in news.dates("day", "year", order="DESC")]
    topic = next((topic for topic in topics if topic.slug == asked.get("topic")), None)
    year = next((year for year in years if str(year) == asked.get("year")), None)
    chosen = news.about(topic).of_year(year).newest_first().with_pictures().prefetch_related("topics")
    news_page = Paginator(chosen, NEWS_A_PAGE).get_page(asked.get("page"))
    return {"topics": topics, "years": years, "topic": topic, "year": year, "news": news_page}


def people_by_part() -> list:
    """Return the people who are shown, as (part, [people]), leaving out parts with nobody in them."""
    people = Person.objects.filter(is_shown=True).prefetch_related(*pictures.lookups("photo", "portrait"))
    return _grouped(people, "part", Person.Part)


def partners_by_kind() -> list:
    """Return all partners as (kind, [partners]), leaving out kinds that have none."""
    return _grouped(Partner.objects.prefetch_related(*pictures.lookups("logo", "logo")), "kind", Partner.Kind)


def _grouped(rows, field, choices):
    groups = [(choice, [row for row in rows if getattr(row, field) == choice]) for choice in choices]
    return [group for group in groups if group[1]]
