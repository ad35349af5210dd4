"""Signals of Wagtail and of Django's own saves, which tell us that a public page may have changed."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import PageViewRestriction
from wagtail.search.backends import get_search_backends
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from home import page_cache
from home.models import Helpline, NewsPage, NewsTopic, Organisation, Partner, PartnersPage, PeoplePage, Person


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move])
def forget_pages(sender, **kwargs):
    page_cache.forget()


@receiver([post_save, post_delete], sender=Helpline)
@receiver([post_save, post_delete], sender=NewsTopic)
@receiver([post_save, post_delete], sender=Organisation)
@receiver([post_save, post_delete], sender=Partner)
@receiver([post_save, post_delete], sender=Person)
@receiver([post_save, post_delete], sender=PageViewRestriction)
@receiver([post_save, post_delete], sender=Document)
@receiver([post_save, post_delete], sender=Image)
def forget_when_changed(sender, **kwargs):
    page_cache.forget()


@receiver([post_save, post_delete], sender=Person)
def index_people_again(sender, instance, **kwargs):
    _index_again(PeoplePage.objects.all())
    _index_again(NewsPage.objects.filter(authors=instance.pk))


@receiver([post_save, post_delete], sender=Partner)
def index_partners_again(sender, **kwargs):
    _index_again(PartnersPage.objects.all())


@receiver(post_save, sender=NewsTopic)
def index_news_again(sender, instance, **kwargs):
    _index_again(NewsPage.objects.filter(topics=instance))


def _index_again(pages):
    """Let search know the names that these pages show."""
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(pages.model, list(pages))
