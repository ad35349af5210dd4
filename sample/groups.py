"""What trainers, programme officers and editors of the public site may do in Wagtail's admin."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from certificates.models import CertificateDesign
from courses.models import Allowance, Narration, PrePostTest, Question, QuestionComment, Quiz, Topic
from home.models import Helpline, NewsTopic, Partner, Person
from newsletter.models import Issue
from saccos.models import Operator, Target
from saccos.operators import documents
from workshops.models import Workshop

_MODELS = (Allowance, CertificateDesign, Narration, PrePostTest, Question, QuestionComment, Quiz, Topic)
_RUNNING = ("add_workshop", "change_workshop", "view_workshop")
_DECIDING = ("view_heldattempt", "change_heldattempt")

_MAPPING = ("add_operator", "change_operator", "view_operator", "add_target", "change_target", "delete_target")
_KEEPING = "^(add|change|choose)_(image|document)$"
PUBLIC_DOCUMENTS = "Public site"

_PUBLIC = (Helpline, Issue, NewsTopic, Partner, Person)
_MAILING = ("view_subscriber", "add_delivery")

_PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")


def load(pages) -> Group:
    """Return the group of trainers, who write and publish courses below these pages, the question bank and designs."""
    load_officers()
    trainers = _group("Trainers", _MODELS)
    trainers.permissions.add(
        Permission.objects.get(content_type__app_label="simple_translation", codename="submit_translation"),
        *Permission.objects.filter(content_type__app_label="courses", codename__in=_DECIDING),
        *Permission.objects.filter(content_type=ContentType.objects.get_for_model(Workshop), codename__in=_RUNNING),
        Permission.objects.get(content_type__app_label="certificates", codename="view_checkcount"),
    )
    _let_publish(trainers, pages)
    _let_keep(trainers, Collection.get_first_root_node(), ("wagtailimages", "wagtaildocs"))
    return trainers


def load_officers() -> Group:
    """Return the group of programme officers, who map operators and keep the papers about them."""
    officers = _group("Programme officers")
    officers.permissions.add(
        *Permission.objects.filter(
            content_type__in=ContentType.objects.get_for_models(Operator, Target).values(), codename__in=_MAPPING
        ),
        *Permission.objects.filter(content_type=ContentType.objects.get_for_model(Workshop), codename="view_workshop"),
    )
    _let_keep(officers, documents.collection(), ("wagtaildocs",))
    return officers


def load_editors(homes) -> Group:
    """Return the group of site editors: the pages from these homes down, people, helplines and the newsletter.

    Their documents have a collection of their own: in the root they would meet the papers about operators.
    """
    editors = _group("Site editors", _PUBLIC)
    editors.permissions.add(
        Permission.objects.get(content_type__app_label="simple_translation", codename="submit_translation"),
        *Permission.objects.filter(content_type__app_label="newsletter", codename__in=_MAILING),
    )
    _let_publish(editors, homes)
    root = Collection.get_first_root_node()
    _let_keep(editors, root, ("wagtailimages",))
    papers = root.get_children().filter(name=PUBLIC_DOCUMENTS).first() or root.add_child(name=PUBLIC_DOCUMENTS)
    _let_keep(editors, papers, ("wagtaildocs",))
    return editors


def _group(name, models=()):
    """Return the group, whose members enter the admin and do everything with these models."""
    group = Group.objects.get_or_create(name=name)[0]
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"),
        *Permission.objects.filter(content_type__in=ContentType.objects.get_for_models(*models).values()),
    )
    return group


def _let_publish(group, pages):
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=_PAGE_RIGHTS):
        for page in pages:
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def _let_keep(group, collection, apps):
    for permission in Permission.objects.filter(content_type__app_label__in=apps, codename__regex=_KEEPING):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
